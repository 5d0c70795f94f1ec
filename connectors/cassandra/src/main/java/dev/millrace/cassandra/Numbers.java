package dev.millrace.cassandra;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Turns numbers of one class into the same numbers of another. */
final class Numbers {
    private Numbers() {}

    /** @throws CqlValues.Mismatch when the other class does not have this number */
    static Object exactly(Number value, Class<?> target) {
        if (target.isInstance(value)) {
            return value;
        }
        try {
            if (target == Double.class) {
                return value.doubleValue();
            }
            if (target == Float.class) {
                return value.floatValue();
            }
            BigDecimal exact = decimal(value);
            if (target == BigDecimal.class) {
                return exact;
            }
            BigInteger whole = exact.toBigIntegerExact();
            if (target == Long.class) {
                return whole.longValueExact();
            }
            if (target == Integer.class) {
                return whole.intValueExact();
            }
            if (target == Short.class) {
                return whole.shortValueExact();
            }
            if (target == Byte.class) {
                return whole.byteValueExact();
            }
            return whole;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CqlValues.Mismatch(" whose value it cannot hold");
        }
    }

    private static BigDecimal decimal(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        return value instanceof Double || value instanceof Float
                ? new BigDecimal(value.toString())
                : BigDecimal.valueOf(value.longValue());
    }
}

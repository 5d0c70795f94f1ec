package dev.millrace.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that count something: an integer from 1 on. What is none is refused with what was expected. */
final class Positive {
    private Positive() {}

    static final class AsLong implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return parse(value, Long.MAX_VALUE);
        }
    }

    static final class AsInteger implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return Math.toIntExact(parse(value, Integer.MAX_VALUE));
        }
    }

    private static long parse(String value, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new TypeConversionException("expected an integer >= 1, found \"" + value + "\"");
    }
}

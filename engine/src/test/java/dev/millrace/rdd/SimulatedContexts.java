package dev.millrace.rdd;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Makes contexts that run on something else than threads or processes. */
public final class SimulatedContexts {
    private SimulatedContexts() {}

    public static MillraceContext open(MillraceConf conf, JobRunnerProvider scheduler) {
        return new MillraceContext(conf, scheduler);
    }

    /** Lets ids of data sets begin anew: what is placed by them is placed as in another JVM. */
    public static void resetIds() {
        try {
            ((AtomicLong) ids(RDD.class)).set(0);
            ((AtomicLong) ids(Broadcast.class)).set(0);
            ((AtomicLong) ids(AccumulatorV2.class)).set(0);
            ((AtomicInteger) ids(ShuffleDependency.class)).set(0);
        } catch (ReflectiveOperationException e) {
            throw new MillraceException(dev.millrace.error.ErrorCode.STATE, "ids cannot be reset: " + e, e);
        }
    }

    private static Object ids(Class<?> type) throws ReflectiveOperationException {
        Field field = type.getDeclaredField("IDS");
        field.setAccessible(true);
        return java.util.Objects.requireNonNull(field.get(null));
    }
}

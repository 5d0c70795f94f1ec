package dev.millrace.oracle;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tries a property with random cases. The seeds are the same in every build: {@code -Dmillrace.test.cases=5000} tries more
 * of them, {@code -Dmillrace.test.firstSeed=1000000} others. A failure names its seed and shows the simplest case that
 * fails too; {@code -Dmillrace.test.seed=N} runs that one again.
 */
final class PropertyCheck {
    private static final long CASE_SECONDS = 20;
    private static final long SHRINK_NANOS = TimeUnit.SECONDS.toNanos(40);

    private PropertyCheck() {}

    /** A case that fails, as simple as it was found, and how. */
    record Failing<C>(long seed, C testCase, String failure) {
        @Override
        public String toString() {
            return "fails with -Dmillrace.test.seed=" + seed + "\n" + failure + "\nthe simplest case that fails:\n"
                    + testCase;
        }
    }

    /** Fails with the first case for which the property does not hold. */
    static <C> void holds(Property<C> property, int cases) throws Exception {
        Failing<C> failing = firstFailing(property, cases);
        if (failing != null) {
            throw new AssertionError(failing.toString());
        }
    }

    static <C> @Nullable Failing<C> firstFailing(Property<C> property, int cases) throws Exception {
        Long only = Long.getLong("millrace.test.seed");
        long first = only == null ? Long.getLong("millrace.test.firstSeed", 1) : only;
        return firstFailing(
                property, first, first + (only == null ? Integer.getInteger("millrace.test.cases", cases) : 1));
    }

    /** @param last exclusive */
    static <C> @Nullable Failing<C> firstFailing(Property<C> property, long first, long last) throws Exception {
        for (long seed = first; seed < last; seed++) {
            C testCase = generate(property, seed);
            String failure = failure(property, testCase);
            if (failure != null) {
                return shrunk(property, new Failing<>(seed, testCase, failure));
            }
        }
        return null;
    }

    static <C> C generate(Property<C> property, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        while (true) {
            try {
                return property.generate(random);
            } catch (Interpreter.TooLarge e) {
                random = random.split();
            }
        }
    }

    /** Takes the first simpler case that fails, again and again. */
    private static <C> Failing<C> shrunk(Property<C> property, Failing<C> found) throws Exception {
        long deadline = System.nanoTime() + SHRINK_NANOS;
        Failing<C> simplest = found;
        boolean progress = true;
        while (progress) {
            progress = false;
            for (C candidate : property.smaller(simplest.testCase())) {
                if (System.nanoTime() > deadline) {
                    return simplest;
                }
                String failure = failure(property, candidate);
                if (failure != null) {
                    simplest = new Failing<>(found.seed(), candidate, failure);
                    progress = true;
                    break;
                }
            }
        }
        return simplest;
    }

    private static <C> @Nullable String failure(Property<C> property, C testCase) throws Exception {
        return inTime(() -> {
            try {
                return property.failure(testCase);
            } catch (Interpreter.TooLarge e) {
                return null;
            } catch (Exception e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                return trace.toString();
            }
        });
    }

    /** A case that hangs fails, and shows where. */
    private static @Nullable String inTime(Callable<@Nullable String> body) throws Exception {
        FutureTask<@Nullable String> task = new FutureTask<>(body);
        Thread thread = new Thread(task, "property");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(CASE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String where = stacks();
            task.cancel(true);
            return "hangs:\n" + where;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            String name = entry.getKey().getName();
            if (name.startsWith("millrace") || name.equals("property")) {
                text.append(name).append('\n');
                List.of(entry.getValue())
                        .forEach(frame -> text.append("    ").append(frame).append('\n'));
            }
        }
        return text.toString();
    }
}

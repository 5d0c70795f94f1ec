package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.Broadcast;
import dev.millrace.rdd.CollectionAccumulator;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.TaskContext;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the other side cannot read ends its job, at once and with one error, and nothing else. */
class UnreadableTest {
    private static final JobDescription BATCH = new JobDescription(OptionalLong.of(5_000), OptionalInt.of(2));
    private static final int TASKS = 4;

    @TempDir
    private Path folder;

    /** Can be written, but not read. */
    private static final class Sour implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedVariable") // has the form that Java serialization asks for
        private void readObject(ObjectInputStream in) {
            throw new IllegalStateException("gone sour");
        }
    }

    /** Fails in the way of a class that an assertion guards. */
    private static final class Guarded implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedVariable") // has the form that Java serialization asks for
        private void readObject(ObjectInputStream in) {
            throw new AssertionError("gone sour");
        }
    }

    /** Has a form of its own, for which the loader of the job alone is asked. */
    private record Stray(int number) implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedMethod") // has the form that Java serialization asks for
        private Object readResolve() {
            return this;
        }
    }

    private static final class Sourced extends RDD<Integer> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedVariable") // what is in it is not read, that is the point
        private record Part(int index, Sour content) implements Partition {}

        Sourced(MillraceContext context) {
            super(context);
        }

        @Override
        protected Partition[] getPartitions() {
            return new Partition[] {new Part(0, new Sour()), new Part(1, new Sour())};
        }

        @Override
        public Iterator<Integer> compute(Partition partition, TaskContext task) {
            return List.of(partition.index()).iterator();
        }
    }

    /** Runs a job on these numbers, one in each partition. */
    private interface Job {
        void run(RDD<Integer> numbers);
    }

    private static final Map<String, Job> OVER_SOCKETS = new TreeMap<>();
    private static final Map<String, Job> EVERYWHERE = new TreeMap<>();

    static {
        OVER_SOCKETS.put("a result", numbers -> numbers.map(value -> new Sour()).collect());
        OVER_SOCKETS.put(
                "an error in a result",
                numbers -> numbers.map(value -> new Guarded()).collect());
        OVER_SOCKETS.put(
                "a result in a tuple",
                numbers -> numbers.map(value -> new Tuple2<>(value, new Sour())).take(1));
        OVER_SOCKETS.put(
                "a shuffled value",
                numbers -> numbers.mapToPair(value -> new Tuple2<>(value, new Sour()))
                        .groupByKey(TASKS)
                        .count());
        OVER_SOCKETS.put("an accumulator", numbers -> {
            CollectionAccumulator<Sour> all = numbers.context().collectionAccumulator();
            numbers.foreach(value -> all.add(new Sour()));
        });
        OVER_SOCKETS.put("a broadcast", numbers -> {
            Broadcast<Sour> sour = numbers.context().broadcast(new Sour());
            numbers.foreach(value -> sour.value());
        });
        OVER_SOCKETS.put("a partition", numbers -> new Sourced(numbers.context()).count());
        EVERYWHERE.put("a plan", numbers -> {
            Sour sour = new Sour();
            numbers.map(value -> sour.hashCode()).collect();
        });
        OVER_SOCKETS.putAll(EVERYWHERE);
    }

    static Iterable<String> jobsOverSockets() {
        return OVER_SOCKETS.keySet();
    }

    static Iterable<String> jobsEverywhere() {
        return EVERYWHERE.keySet();
    }

    /** Counts what the scheduler tries. */
    private static final class Tries implements JobListener {
        final List<TaskEnded> tasks = new CopyOnWriteArrayList<>();
        final List<String> lost = new CopyOnWriteArrayList<>();

        @Override
        public void onTaskEnded(TaskEnded event) {
            tasks.add(event);
        }

        @Override
        public void onExecutorLost(String executor, String reason) {
            lost.add(executor);
        }
    }

    private static void failsAtOnce(MillraceContext context, Job job, String expected) {
        Tries tries = new Tries();
        context.runner().addListener(tries);
        List<String> executors = context.runner().executorNames();
        RDD<Integer> numbers = context.parallelize(List.of(1, 2, 3, 4), TASKS);
        MillraceException failed = assertThrows(
                MillraceException.class,
                () -> context.describing(BATCH, () -> {
                    job.run(numbers);
                    return true;
                }));
        String message = String.valueOf(failed.getMessage());
        assertEquals(ErrorCode.NOT_SERIALIZABLE, failed.code(), message);
        assertTrue(message.contains(expected), message);
        assertTrue(
                message.matches("(?s)batch 5000 ms .*, output 2, stage \\d+ \\(.+\\), partition \\d+ failed.*"),
                message);
        assertEquals(
                1, tries.tasks.stream().filter(task -> task.failure() != null).count(), "failures taken in");
        assertTrue(tries.tasks.stream().allMatch(task -> task.attempt() == 0), "one try each");
        assertEquals(4L, numbers.count());
        assertEquals(executors, context.runner().executorNames());
        assertEquals(List.of(), tries.lost);
    }

    @ParameterizedTest
    @MethodSource("jobsOverSockets")
    void whatArrivesOverASocketAndCannotBeReadEndsItsJob(String what) throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 2)) {
            String type = what.contains("error") ? Guarded.class.getName() : Sour.class.getName();
            failsAtOnce(cluster.context(), OVER_SOCKETS.get(what), type + ".readObject threw ");
        }
    }

    @ParameterizedTest
    @MethodSource("jobsEverywhere")
    void whatCannotBeReadInTheDriversProcessEndsItsJob(String what) {
        MillraceContext context = new MillraceContext(
                new MillraceConf(false).setMaster("local[2]").setAppName("unreadable"));
        try {
            failsAtOnce(context, EVERYWHERE.get(what), Sour.class.getName() + ".readObject threw ");
        } finally {
            context.stop();
        }
    }

    @Test
    void aResultOfAClassThatTheDriverLacksEndsItsJob() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new Hiding(Stray.class));
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            failsAtOnce(
                    cluster.context(),
                    numbers -> numbers.map(Stray::new).collect(),
                    "class " + Stray.class.getName() + " is not on the class path of this process");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aBroadcastThatCannotBeSentEndsTheJobThatReadsIt() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            failsAtOnce(
                    cluster.context(),
                    numbers -> {
                        Broadcast<Thread> thread = numbers.context().broadcast(Thread.currentThread());
                        numbers.foreach(value -> thread.value());
                    },
                    "java.lang.Thread");
        }
    }
}

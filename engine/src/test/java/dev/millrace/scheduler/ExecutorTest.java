package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.TaskContext;
import dev.millrace.serializer.JavaSerialization;
import dev.millrace.shuffle.ShuffleKey;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An executor, message by message. */
class ExecutorTest {
    private static final JobAttempt JOB = new JobAttempt(1, 0);
    private static final ShuffleKey SHUFFLE = new ShuffleKey(5, 1);

    private final BlockingQueue<ExecutorMessage> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerMessage> sent = new LinkedBlockingQueue<>();
    private volatile boolean refusesResults;
    private final Executor executor = new Executor(
            "executor-0-1",
            new Executor.Settings(1, 1 << 20, Path.of("."), getClass().getClassLoader(), true),
            this::tell,
            new PeerLinks() {
                @Override
                public void send(String to, PeerMessage message) {
                    sent.add(message);
                }

                @Override
                public CompletableFuture<Boolean> ask(String to, PeerMessage.KeepBlock message) {
                    return CompletableFuture.completedFuture(false);
                }

                @Override
                public CompletableFuture<byte[]> fetch(String from, BlockId block) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public List<String> names() {
                    return List.of("executor-1-1");
                }

                @Override
                public void close() {}
            });

    private void tell(ExecutorMessage message) {
        if (refusesResults && message instanceof ExecutorMessage.TaskSucceeded) {
            throw new IllegalStateException("too large");
        }
        told.add(message);
    }

    @AfterEach
    void close() {
        executor.close();
    }

    private <M extends ExecutorMessage> M next(Class<M> kind) throws InterruptedException {
        ExecutorMessage message = told.poll(20, TimeUnit.SECONDS);
        assertNotNull(message, "nothing came within 20 s");
        return assertInstanceOf(kind, message);
    }

    /** Counts a partition that comes with the task. */
    private static final class Counting extends Action<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer run(PartitionReader<Integer> partition, TaskContext task) throws Exception {
            int count = 0;
            for (var records = partition.iterator(); records.hasNext(); records.next()) {
                count++;
            }
            return count;
        }
    }

    private void run(int partition, @Nullable ShuffleKey input) {
        try (MillraceContext context = new MillraceContext(new MillraceConf(false).setMaster("local"))) {
            RDD<Integer> rdd = context.parallelize(List.of(1, 2, 3), 1);
            executor.handle(new DriverMessage.InstallPlan(
                    7, JavaSerialization.serialize(new StagePlan(rdd, null, new Counting(), new long[0], new int[0]))));
            int[] reads = input == null ? new int[0] : new int[] {0, 0};
            executor.handle(new DriverMessage.RunTasks(
                    JOB,
                    OptionalLong.empty(),
                    List.of("executor-0-1"),
                    List.of(new StageRun(
                            0,
                            7,
                            new long[0],
                            new @Nullable ShuffleKey[] {input},
                            new int[] {1},
                            null,
                            null,
                            1,
                            new int[0][],
                            new StageRun.Task[] {new StageRun.Task(partition, 0, rdd.partitions()[0], reads, List.of())
                            }))));
        }
    }

    @Test
    void aResultThatCannotBeSentIsAFailureOfItsTask() throws Exception {
        refusesResults = true;
        run(3, null);
        ExecutorMessage.TaskFailed failed = next(ExecutorMessage.TaskFailed.class);
        assertEquals(3, failed.partition());
        assertEquals("too large", failed.failure().getMessage());
        refusesResults = false;
        run(4, null);
        assertEquals(3, next(ExecutorMessage.TaskSucceeded.class).result());
    }

    @Test
    void aTaskThatWaitsForAShuffleThatIsRemovedGoesOn() throws Exception {
        run(0, SHUFFLE);
        executor.handle(new DriverMessage.RemoveShuffles(new ShuffleKey[] {SHUFFLE}));
        next(ExecutorMessage.TaskSucceeded.class); // this one does not look at what it waited for
        run(1, SHUFFLE);
        next(ExecutorMessage.TaskSucceeded.class);
        assertEquals(0, executor.inbox().size());
    }

    @Test
    void aTaskThatWaitsForABroadcastThatIsDestroyedFails() throws Exception {
        FutureTask<Object> reading =
                new FutureTask<>(() -> executor.broadcasts().get(9));
        new Thread(reading).start();
        assertEquals(9, next(ExecutorMessage.FetchBroadcast.class).id());
        executor.handle(new DriverMessage.RemoveBroadcast(9));
        executor.handle(new DriverMessage.BroadcastValue(9, null, false));
        Throwable failure = org.junit.jupiter.api.Assertions.assertThrows(
                        java.util.concurrent.ExecutionException.class, () -> reading.get(20, TimeUnit.SECONDS))
                .getCause();
        assertInstanceOf(MillraceException.class, failure);
        assertTrue(failure.getMessage().contains("broadcast 9 is destroyed"), failure.getMessage());
    }

    @Test
    void aShuffleIsSentOnWhenAllOfItIsHere() throws Exception {
        RecordChunk chunk = new RecordChunk(new Object[] {"a"}, 1);
        executor.inbox().put(SHUFFLE, 2, 0, 3, chunk);
        executor.handle(new DriverMessage.ForwardShuffle(SHUFFLE, 2, 3, "executor-1-1"));
        executor.inbox().put(SHUFFLE, 2, 1, 3, chunk);
        for (int sender = 0; sender < 2; sender++) {
            PeerMessage message = sent.poll(20, TimeUnit.SECONDS);
            PeerMessage.ShuffleData data = assertInstanceOf(PeerMessage.ShuffleData.class, message);
            assertEquals(SHUFFLE, data.shuffle());
            assertEquals(2, data.senders());
            assertEquals(sender, data.sender());
            assertEquals(3, data.partitions()[0]);
        }
    }

    /** Fails to start. */
    private record Failing() implements ResidentTask {
        private static final long serialVersionUID = 1L;

        @Override
        public void start(ResidentContext context) {
            throw new IllegalStateException("no such source");
        }

        @Override
        public void receive(Object message) {}

        @Override
        public void stop() {}
    }

    @Test
    void aResidentThatDoesNotStartLeavesNoThread() throws Exception {
        executor.handle(new DriverMessage.StartResident(41, new Failing()));
        assertTrue(next(ExecutorMessage.ResidentFailed.class).reason().contains("no such source"));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("millrace-resident-41")));
    }
}

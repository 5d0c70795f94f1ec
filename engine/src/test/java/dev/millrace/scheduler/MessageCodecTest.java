package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.RecordChunk;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.LongAccumulator;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each kind of message, with numbers at the ends of their ranges and everything that may be absent absent or there. */
class MessageCodecTest {
    private static final JobAttempt JOB = new JobAttempt(Long.MAX_VALUE, 3);
    private static final ShuffleKey SHUFFLE = new ShuffleKey(Integer.MAX_VALUE, Integer.MIN_VALUE);
    private static final BlockId PART = new BlockId.OfRDD(1L << 40, 7);
    private static final BlockId RECEIVED = new BlockId.OfStream(2, 1L << 41);
    private static final BlockId STATE =
            new BlockId.OfState("sums", 127, 1L << 33, Integer.MAX_VALUE, 1L << 40, Integer.MAX_VALUE);

    private final MessageCodec codec = new MessageCodec(getClass().getClassLoader());

    /** A partition of a user. */
    private record Range(int index, long from) implements Partition {
        private static final long serialVersionUID = 1L;
    }

    /** A partition with a form of its own, for which the loader of the job alone is asked. */
    private record Stray(int index) implements Partition {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("UnusedMethod") // has the form that Java serialization asks for
        private Object readResolve() {
            return this;
        }
    }

    /** Work of a user that stays. */
    private record Work(String what) implements ResidentTask {
        private static final long serialVersionUID = 1L;

        @Override
        public void start(ResidentContext context) {}

        @Override
        public void receive(Object message) {}

        @Override
        public void stop() {}
    }

    private static StageRun run(ShuffleKey input, ShuffleKey output) {
        return run(input, output, new Range(6, 1));
    }

    private static StageRun run(ShuffleKey input, ShuffleKey output, Partition second) {
        return new StageRun(
                4,
                1L << 33,
                new long[] {0, 1L << 50},
                new ShuffleKey[] {input, SHUFFLE},
                new int[] {0, 300},
                List.of("m", "t"),
                output,
                12,
                new int[][] {{}, {0}, {1, 2}},
                new StageRun.Task[] {
                    new StageRun.Task(5, 0, new Range(5, -1), new int[] {1, 200}, List.of()),
                    new StageRun.Task(
                            6,
                            2,
                            second,
                            new int[0],
                            List.of(
                                    new StageRun.RemoteBlock(PART, 0, StorageLevel.MEMORY_AND_DISK),
                                    new StageRun.RemoteBlock(RECEIVED, 1, null)))
                });
    }

    @Test
    void messagesOfTheDriverArriveAsTheyWere() {
        same(
                codec::encode,
                codec::decodeDriver,
                DriverMessage.class,
                new DriverMessage.InstallPlan(0, new byte[] {1, 2, 3}),
                new DriverMessage.RemovePlans(new long[] {0, 1L << 40}),
                new DriverMessage.RunTasks(
                        JOB, OptionalLong.of(-1), List.of("executor-0-1"), List.of(run(null, SHUFFLE))),
                new DriverMessage.RunTasks(JOB, OptionalLong.empty(), List.of(), List.of(run(SHUFFLE, null))),
                new DriverMessage.CancelJob(JOB),
                new DriverMessage.RemoveShuffles(new ShuffleKey[] {SHUFFLE, new ShuffleKey(0, 0)}),
                new DriverMessage.ForwardShuffle(SHUFFLE, 9, 3, "executor-1-1"),
                new DriverMessage.RemoveRdds(new long[] {3}),
                new DriverMessage.RemoveBlocks(List.of(PART, RECEIVED, STATE)),
                new DriverMessage.Replicate(RECEIVED, StorageLevel.MEMORY_AND_DISK_SER_2, "executor-2-1"),
                new DriverMessage.BroadcastValue(1, List.of("a", 2), true),
                new DriverMessage.BroadcastValue(1, null, false),
                new DriverMessage.BroadcastFailed(2, ErrorCode.NETWORK, "too large"),
                new DriverMessage.RemoveBroadcast(8),
                new DriverMessage.BlockContent(RECEIVED, new byte[] {1, 2}),
                new DriverMessage.BlockContent(RECEIVED, null),
                new DriverMessage.BlockFailed(RECEIVED, ErrorCode.CHECKPOINT, "gone"),
                new DriverMessage.StartResident(4, new Work("receive")),
                new DriverMessage.TellResident(4, "faster"),
                new DriverMessage.StopResident(4),
                new DriverMessage.Peers(List.of(new DriverMessage.Peer("executor-0-1", "10.0.0.1", 65_535))),
                new DriverMessage.Registered("executor-0-1", "a driver"),
                new DriverMessage.Prepare(),
                new DriverMessage.Epoch(new DriverEpoch("a checkpoint", 1L << 36)),
                new DriverMessage.Shutdown());
    }

    @Test
    void messagesOfAnExecutorArriveAsTheyWere() {
        same(
                codec::encode,
                codec::decodeExecutor,
                ExecutorMessage.class,
                new ExecutorMessage.Register(2, "10.0.0.2", 1, 16),
                new ExecutorMessage.TaskSucceeded(JOB, 1, 2, List.of(1, 2), Map.of(), 5),
                new ExecutorMessage.TaskSucceeded(JOB, 1, 2, null, Map.of(), 5),
                new ExecutorMessage.InputMissing(JOB, 1, 2, null),
                new ExecutorMessage.InputMissing(JOB, 1, 2, PART),
                new ExecutorMessage.BlockStored(RECEIVED, StorageLevel.DISK_ONLY, true),
                new ExecutorMessage.BlocksDropped(List.of(PART, RECEIVED)),
                new ExecutorMessage.FetchBroadcast(1L << 35),
                new ExecutorMessage.FetchBlock(RECEIVED),
                new ExecutorMessage.LinkLost("executor-3-9"),
                new ExecutorMessage.ResidentSays(3, "stored"),
                new ExecutorMessage.ResidentFailed(3, "no such source"),
                new ExecutorMessage.ResidentStopped(3),
                new ExecutorMessage.Prepared(),
                new ExecutorMessage.Fenced(new DriverEpoch("a checkpoint", 1), 1L << 36),
                new ExecutorMessage.TaskFailed(JOB, 1, 2, new IllegalStateException("broken"), 5));
    }

    @Test
    void resultsThatAreChunksAndAccumulatorsArrive() {
        LongAccumulator added = new LongAccumulator();
        added.add(42L);
        ExecutorMessage.TaskSucceeded arrived =
                (ExecutorMessage.TaskSucceeded) codec.decodeExecutor(codec.encode(new ExecutorMessage.TaskSucceeded(
                        JOB, 1, 2, new RecordChunk(new Object[] {"a", null}, 2), Map.of(added.id(), added), 5)));
        RecordChunk chunk = (RecordChunk) arrived.result();
        assertArrayEquals(new Object[] {"a", null}, chunk.records());
        assertEquals(42L, arrived.accumulators().get(added.id()).value());
    }

    @Test
    void messagesOfAPeerArriveAsTheyWere() {
        same(
                codec::encode,
                codec::decodePeer,
                PeerMessage.class,
                new PeerMessage.Hello("executor-0-1", "a driver"),
                new PeerMessage.ShuffleData(SHUFFLE, 3, 2, new int[] {0, 9}, new byte[][] {{1}, {}}),
                new PeerMessage.KeepBlock(1L << 34, PART, StorageLevel.MEMORY_ONLY_SER_2, new byte[] {5}),
                new PeerMessage.BlockKept(0, true),
                new PeerMessage.FetchBlock(2, RECEIVED),
                new PeerMessage.BlockFetched(2, new byte[] {5}),
                new PeerMessage.BlockFetched(2, null));
    }

    @Test
    void aMessageOfAnUnknownKindIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> codec.decodeDriver(new byte[] {99}));
        assertThrows(IllegalArgumentException.class, () -> codec.decodeExecutor(new byte[] {99}));
        assertThrows(IllegalArgumentException.class, () -> codec.decodePeer(new byte[] {99}));
    }

    /** Classes of the job that an executor does not have. */
    @Test
    void whatCannotBeReadFailsWhenItIsUsed() {
        MessageCodec lacking = new MessageCodec(new Hiding(Stray.class));
        DriverMessage.RunTasks run =
                (DriverMessage.RunTasks) lacking.decodeDriver(codec.encode(new DriverMessage.RunTasks(
                        JOB, OptionalLong.empty(), List.of("executor-0-1"), List.of(run(null, null, new Stray(6))))));
        StageRun stage = run.stages().get(0);
        assertEquals(2, stage.tasks()[1].remote().size(), "what comes after it");
        assertEquals(new Range(5, -1), stage.tasks()[0].split());
        MillraceException failure = assertThrows(MillraceException.class, () -> stage.tasks()[1].split());
        assertEquals(ErrorCode.NOT_SERIALIZABLE, failure.code());
        assertTrue(failure.getMessage().contains(Stray.class.getName()), failure.getMessage());
        assertEquals(List.of("m", "t"), stage.argument());
    }

    @Test
    void aResidentThatCannotBeReadDoesNotStart() {
        MessageCodec lacking = new MessageCodec(new Hiding(Work.class));
        DriverMessage.StartResident start = (DriverMessage.StartResident)
                lacking.decodeDriver(codec.encode(new DriverMessage.StartResident(4, new Work("receive"))));
        assertEquals(4, start.resident());
        assertThrows(MillraceException.class, () -> start.task().start(null));
    }

    @SafeVarargs
    private static <M> void same(Function<M, byte[]> encode, Function<byte[], M> decode, Class<M> kind, M... messages) {
        Set<Class<?>> covered = new HashSet<>();
        for (M message : messages) {
            covered.add(message.getClass());
            assertEquals(text(message), text(decode.apply(encode.apply(message))));
        }
        covered.add(DriverMessage.Peer.class); // a part of a message
        Set<Class<?>> all = new HashSet<>(Arrays.asList(kind.getPermittedSubclasses()));
        all.removeAll(covered);
        assertEquals(Set.of(), all, "kinds of messages without a sample");
    }

    /** The content of a message, with arrays and exceptions by what is in them. */
    private static String text(Object value) {
        if (value instanceof Throwable failure) {
            return failure.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(MessageCodecTest::text).toList().toString();
        }
        if (value != null && value.getClass().isArray()) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < Array.getLength(value); i++) {
                text.append(text(Array.get(value, i))).append(';');
            }
            return text.append(']').toString();
        }
        if (value != null
                && value.getClass().isRecord()
                && value.getClass().getName().contains(".scheduler.")) {
            StringBuilder text = new StringBuilder(value.getClass().getSimpleName());
            for (var component : value.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    text.append(' ').append(text(component.getAccessor().invoke(value)));
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            }
            return text.toString();
        }
        return String.valueOf(value);
    }
}

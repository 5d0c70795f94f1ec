package dev.millrace.scheduler;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.Chunk;
import dev.millrace.rdd.AccumulatorV2;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.serializer.JavaSerialization;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.shuffle.ShuffleKey;
import dev.millrace.storage.ChunkCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages as bytes: one byte for the kind of message, then its components in their order. Numbers are variable-length
 * where they are mostly small; user data is written by {@link ObjectCodec}, functions by Java serialization (from an
 * authenticated peer of the same job only). What the program's classes refuse to be made of again is no error of the
 * message: it arrives and says so, and the job that it belongs to fails instead of the connection. Not thread-safe.
 */
final class MessageCodec {
    private final ObjectCodec codec;
    private final ChunkCodec chunks;
    private final ClassLoader loader;
    private final Output out = new Output(1024, -1);

    MessageCodec(ClassLoader loader) {
        this.loader = loader;
        this.codec = new ObjectCodec(loader);
        this.chunks = new ChunkCodec(codec);
    }

    // Driver to executor

    byte[] encode(DriverMessage message) {
        out.reset();
        if (message instanceof DriverMessage.RunTasks run) {
            out.writeByte(1);
            job(run.job());
            out.writeBoolean(run.batchTime().isPresent());
            out.writeLong(run.batchTime().orElse(0));
            strings(run.executors());
            out.writeVarInt(run.stages().size(), true);
            run.stages().forEach(this::stage);
        } else if (message instanceof DriverMessage.InstallPlan install) {
            out.writeByte(2);
            out.writeVarLong(install.planId(), true);
            bytes(install.plan());
        } else if (message instanceof DriverMessage.RemovePlans remove) {
            out.writeByte(3);
            longs(remove.planIds());
        } else if (message instanceof DriverMessage.CancelJob cancel) {
            out.writeByte(4);
            job(cancel.job());
        } else if (message instanceof DriverMessage.RemoveShuffles remove) {
            out.writeByte(5);
            out.writeVarInt(remove.shuffles().length, true);
            for (ShuffleKey key : remove.shuffles()) {
                shuffle(key);
            }
        } else if (message instanceof DriverMessage.ForwardShuffle forward) {
            out.writeByte(6);
            shuffle(forward.shuffle());
            out.writeVarInt(forward.senders(), true);
            out.writeVarInt(forward.partition(), true);
            out.writeString(forward.to());
        } else if (message instanceof DriverMessage.RemoveRdds remove) {
            out.writeByte(7);
            longs(remove.rddIds());
        } else if (message instanceof DriverMessage.RemoveBlocks remove) {
            out.writeByte(8);
            blocks(remove.blocks());
        } else if (message instanceof DriverMessage.Replicate replicate) {
            out.writeByte(9);
            block(replicate.block());
            level(replicate.level());
            out.writeString(replicate.to());
        } else if (message instanceof DriverMessage.BroadcastValue value) {
            out.writeByte(10);
            out.writeVarLong(value.id(), true);
            out.writeBoolean(value.exists());
            codec.write(out, value.value());
        } else if (message instanceof DriverMessage.RemoveBroadcast remove) {
            out.writeByte(11);
            out.writeVarLong(remove.id(), true);
        } else if (message instanceof DriverMessage.StartResident start) {
            out.writeByte(12);
            out.writeVarLong(start.resident(), true);
            bytes(JavaSerialization.serialize(start.task()));
        } else if (message instanceof DriverMessage.TellResident tell) {
            out.writeByte(13);
            out.writeVarLong(tell.resident(), true);
            codec.write(out, tell.message());
        } else if (message instanceof DriverMessage.StopResident stop) {
            out.writeByte(14);
            out.writeVarLong(stop.resident(), true);
        } else if (message instanceof DriverMessage.Peers peers) {
            out.writeByte(15);
            out.writeVarInt(peers.peers().size(), true);
            for (DriverMessage.Peer peer : peers.peers()) {
                out.writeString(peer.executor());
                out.writeString(peer.host());
                out.writeVarInt(peer.port(), true);
            }
        } else if (message instanceof DriverMessage.Registered registered) {
            out.writeByte(16);
            out.writeString(registered.executor());
            out.writeString(registered.driver());
        } else if (message instanceof DriverMessage.Epoch told) {
            out.writeByte(21);
            epoch(told.epoch());
        } else if (message instanceof DriverMessage.Shutdown) {
            out.writeByte(17);
        } else if (message instanceof DriverMessage.BroadcastFailed failed) {
            out.writeByte(18);
            out.writeVarLong(failed.id(), true);
            out.writeString(failed.code().name());
            out.writeString(failed.reason());
        } else if (message instanceof DriverMessage.BlockContent content) {
            out.writeByte(19);
            block(content.block());
            byte[] bytes = content.content();
            out.writeBoolean(bytes != null);
            if (bytes != null) {
                bytes(bytes);
            }
        } else if (message instanceof DriverMessage.BlockFailed failed) {
            out.writeByte(20);
            block(failed.block());
            out.writeString(failed.code().name());
            out.writeString(failed.reason());
        } else if (message instanceof DriverMessage.Prepare) {
            out.writeByte(22);
        }
        return out.toBytes();
    }

    DriverMessage decodeDriver(byte[] frame) {
        Input in = new Input(frame);
        byte kind = in.readByte();
        return switch (kind) {
            case 1 -> {
                JobAttempt job = job(in);
                boolean hasTime = in.readBoolean();
                long time = in.readLong();
                List<String> executors = strings(in);
                int count = in.readVarInt(true);
                List<StageRun> stages = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    stages.add(stage(in));
                }
                yield new DriverMessage.RunTasks(
                        job, hasTime ? OptionalLong.of(time) : OptionalLong.empty(), executors, stages);
            }
            case 2 -> new DriverMessage.InstallPlan(in.readVarLong(true), bytes(in));
            case 3 -> new DriverMessage.RemovePlans(longs(in));
            case 4 -> new DriverMessage.CancelJob(job(in));
            case 5 -> {
                ShuffleKey[] keys = new ShuffleKey[in.readVarInt(true)];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = shuffle(in);
                }
                yield new DriverMessage.RemoveShuffles(keys);
            }
            case 6 ->
                new DriverMessage.ForwardShuffle(
                        shuffle(in), in.readVarInt(true), in.readVarInt(true), in.readString());
            case 7 -> new DriverMessage.RemoveRdds(longs(in));
            case 8 -> new DriverMessage.RemoveBlocks(blocks(in));
            case 9 -> new DriverMessage.Replicate(block(in), level(in), in.readString());
            case 10 -> {
                long id = in.readVarLong(true);
                boolean exists = in.readBoolean();
                try {
                    yield new DriverMessage.BroadcastValue(id, codec.read(in), exists);
                } catch (MillraceException e) {
                    yield DriverMessage.BroadcastFailed.of(id, e);
                }
            }
            case 11 -> new DriverMessage.RemoveBroadcast(in.readVarLong(true));
            case 12 -> {
                long id = in.readVarLong(true);
                yield new DriverMessage.StartResident(id, resident(bytes(in)));
            }
            case 13 -> new DriverMessage.TellResident(in.readVarLong(true), Objects.requireNonNull(codec.read(in)));
            case 14 -> new DriverMessage.StopResident(in.readVarLong(true));
            case 15 -> {
                int count = in.readVarInt(true);
                List<DriverMessage.Peer> peers = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    peers.add(new DriverMessage.Peer(in.readString(), in.readString(), in.readVarInt(true)));
                }
                yield new DriverMessage.Peers(peers);
            }
            case 16 -> new DriverMessage.Registered(in.readString(), in.readString());
            case 17 -> new DriverMessage.Shutdown();
            case 18 ->
                new DriverMessage.BroadcastFailed(
                        in.readVarLong(true), ErrorCode.valueOf(in.readString()), in.readString());
            case 19 -> new DriverMessage.BlockContent(block(in), in.readBoolean() ? bytes(in) : null);
            case 20 -> new DriverMessage.BlockFailed(block(in), ErrorCode.valueOf(in.readString()), in.readString());
            case 21 -> new DriverMessage.Epoch(epoch(in));
            case 22 -> new DriverMessage.Prepare();
            default -> throw new IllegalArgumentException("unknown message of the driver: " + kind);
        };
    }

    private ResidentTask resident(byte[] bytes) {
        try {
            return (ResidentTask) JavaSerialization.deserialize(bytes, loader);
        } catch (MillraceException e) {
            return new UnreadableResident(e);
        }
    }

    private void stage(StageRun run) {
        out.writeVarInt(run.stage(), true);
        out.writeVarLong(run.planId(), true);
        longs(run.rddIds());
        out.writeVarInt(run.inputs().length, true);
        for (int i = 0; i < run.inputs().length; i++) {
            nullableShuffle(run.inputs()[i]);
            out.writeVarInt(run.senders()[i], true);
        }
        value(run.argument());
        nullableShuffle(run.output());
        out.writeVarInt(run.taskCount(), true);
        out.writeVarInt(run.targets().length, true);
        for (int[] target : run.targets()) {
            ints(target);
        }
        out.writeVarInt(run.tasks().length, true);
        for (StageRun.Task task : run.tasks()) {
            out.writeVarInt(task.partition(), true);
            out.writeVarInt(task.attempt(), true);
            value(task.split());
            ints(task.reads());
            out.writeVarInt(task.remote().size(), true);
            for (StageRun.RemoteBlock remote : task.remote()) {
                block(remote.block());
                out.writeVarInt(remote.holder(), true);
                StorageLevel keep = remote.keep();
                out.writeBoolean(keep != null);
                if (keep != null) {
                    level(keep);
                }
            }
        }
    }

    private StageRun stage(Input in) {
        int stage = in.readVarInt(true);
        long planId = in.readVarLong(true);
        long[] rddIds = longs(in);
        @Nullable ShuffleKey[] inputs = new @Nullable ShuffleKey[in.readVarInt(true)];
        int[] senders = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = nullableShuffle(in);
            senders[i] = in.readVarInt(true);
        }
        Object argument = value(in);
        ShuffleKey output = nullableShuffle(in);
        int taskCount = in.readVarInt(true);
        int[][] targets = new int[in.readVarInt(true)][];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = ints(in);
        }
        StageRun.Task[] tasks = new StageRun.Task[in.readVarInt(true)];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new StageRun.Task(
                    in.readVarInt(true),
                    in.readVarInt(true),
                    (Partition) Objects.requireNonNull(value(in)),
                    ints(in),
                    remote(in));
        }
        return new StageRun(stage, planId, rddIds, inputs, senders, argument, output, taskCount, targets, tasks);
    }

    private static List<StageRun.RemoteBlock> remote(Input in) {
        int count = in.readVarInt(true);
        List<StageRun.RemoteBlock> remote = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            remote.add(new StageRun.RemoteBlock(block(in), in.readVarInt(true), in.readBoolean() ? level(in) : null));
        }
        return remote;
    }

    // Executor to driver

    byte[] encode(ExecutorMessage message) {
        out.reset();
        if (message instanceof ExecutorMessage.TaskSucceeded success) {
            out.writeByte(1);
            job(success.job());
            out.writeVarInt(success.stage(), true);
            out.writeVarInt(success.partition(), true);
            out.writeVarLong(success.runNanos(), true);
            bytes(
                    success.accumulators().isEmpty()
                            ? new byte[0]
                            : JavaSerialization.serialize(new HashMap<>(success.accumulators())));
            result(success.result());
        } else if (message instanceof ExecutorMessage.TaskFailed failure) {
            out.writeByte(2);
            job(failure.job());
            out.writeVarInt(failure.stage(), true);
            out.writeVarInt(failure.partition(), true);
            out.writeVarLong(failure.runNanos(), true);
            bytes(Failures.toBytes(failure.failure()));
        } else if (message instanceof ExecutorMessage.InputMissing missing) {
            out.writeByte(3);
            job(missing.job());
            out.writeVarInt(missing.stage(), true);
            out.writeVarInt(missing.partition(), true);
            out.writeBoolean(missing.block() != null);
            if (missing.block() != null) {
                block(missing.block());
            }
        } else if (message instanceof ExecutorMessage.BlockStored stored) {
            out.writeByte(4);
            block(stored.block());
            level(stored.level() == null ? StorageLevel.MEMORY_ONLY : stored.level());
            out.writeBoolean(stored.isCopy());
        } else if (message instanceof ExecutorMessage.BlocksDropped dropped) {
            out.writeByte(5);
            blocks(dropped.blocks());
        } else if (message instanceof ExecutorMessage.FetchBroadcast fetch) {
            out.writeByte(6);
            out.writeVarLong(fetch.id(), true);
        } else if (message instanceof ExecutorMessage.ResidentSays says) {
            out.writeByte(7);
            out.writeVarLong(says.resident(), true);
            codec.write(out, says.message());
        } else if (message instanceof ExecutorMessage.ResidentFailed failed) {
            out.writeByte(8);
            out.writeVarLong(failed.resident(), true);
            out.writeString(failed.reason());
        } else if (message instanceof ExecutorMessage.ResidentStopped stopped) {
            out.writeByte(9);
            out.writeVarLong(stopped.resident(), true);
        } else if (message instanceof ExecutorMessage.LinkLost lost) {
            out.writeByte(11);
            out.writeString(lost.executor());
        } else if (message instanceof ExecutorMessage.FetchBlock fetch) {
            out.writeByte(12);
            block(fetch.block());
        } else if (message instanceof ExecutorMessage.Fenced fenced) {
            out.writeByte(13);
            epoch(fenced.refused());
            out.writeVarLong(fenced.newer(), true);
        } else if (message instanceof ExecutorMessage.Register register) {
            out.writeByte(10);
            out.writeVarInt(register.ordinal(), true);
            out.writeString(register.host());
            out.writeVarInt(register.port(), true);
            out.writeVarInt(register.cores(), true);
        } else if (message instanceof ExecutorMessage.Prepared) {
            out.writeByte(14);
        }
        return out.toBytes();
    }

    ExecutorMessage decodeExecutor(byte[] frame) {
        Input in = new Input(frame);
        byte kind = in.readByte();
        return switch (kind) {
            case 1 -> {
                JobAttempt job = job(in);
                int stage = in.readVarInt(true);
                int partition = in.readVarInt(true);
                long nanos = in.readVarLong(true);
                try {
                    Map<Long, AccumulatorV2<?, ?>> updates = accumulators(bytes(in));
                    yield new ExecutorMessage.TaskSucceeded(job, stage, partition, result(in), updates, nanos);
                } catch (MillraceException e) {
                    yield new ExecutorMessage.TaskFailed(job, stage, partition, unreadable(e), nanos);
                }
            }
            case 2 -> {
                JobAttempt job = job(in);
                int stage = in.readVarInt(true);
                int partition = in.readVarInt(true);
                long nanos = in.readVarLong(true);
                yield new ExecutorMessage.TaskFailed(
                        job, stage, partition, Failures.fromBytes(bytes(in), loader), nanos);
            }
            case 3 ->
                new ExecutorMessage.InputMissing(
                        job(in), in.readVarInt(true), in.readVarInt(true), in.readBoolean() ? block(in) : null);
            case 4 -> new ExecutorMessage.BlockStored(block(in), level(in), in.readBoolean());
            case 5 -> new ExecutorMessage.BlocksDropped(blocks(in));
            case 6 -> new ExecutorMessage.FetchBroadcast(in.readVarLong(true));
            case 7 -> new ExecutorMessage.ResidentSays(in.readVarLong(true), Objects.requireNonNull(codec.read(in)));
            case 8 -> new ExecutorMessage.ResidentFailed(in.readVarLong(true), in.readString());
            case 9 -> new ExecutorMessage.ResidentStopped(in.readVarLong(true));
            case 10 ->
                new ExecutorMessage.Register(
                        in.readVarInt(true), in.readString(), in.readVarInt(true), in.readVarInt(true));
            case 11 -> new ExecutorMessage.LinkLost(in.readString());
            case 12 -> new ExecutorMessage.FetchBlock(block(in));
            case 13 -> new ExecutorMessage.Fenced(epoch(in), in.readVarLong(true));
            case 14 -> new ExecutorMessage.Prepared();
            default -> throw new IllegalArgumentException("unknown message of an executor: " + kind);
        };
    }

    @SuppressWarnings("unchecked")
    private Map<Long, AccumulatorV2<?, ?>> accumulators(byte[] bytes) {
        return bytes.length == 0
                ? Map.of()
                : (Map<Long, AccumulatorV2<?, ?>>) JavaSerialization.deserialize(bytes, loader);
    }

    private static MillraceException unreadable(MillraceException failure) {
        return new MillraceException(
                failure.code(), "the driver cannot read what the task returned. " + failure.getMessage(), failure);
    }

    /** Results are chunks mostly, which have a form of their own. */
    private void result(@Nullable Object result) {
        boolean chunk = result instanceof Chunk;
        out.writeBoolean(chunk);
        if (chunk) {
            chunks.write(out, (Chunk) Objects.requireNonNull(result));
        } else {
            codec.write(out, result);
        }
    }

    private @Nullable Object result(Input in) {
        return in.readBoolean() ? chunks.read(in) : codec.read(in);
    }

    // Executor to executor

    byte[] encode(PeerMessage message) {
        out.reset();
        if (message instanceof PeerMessage.ShuffleData data) {
            out.writeByte(1);
            shuffle(data.shuffle());
            out.writeVarInt(data.senders(), true);
            out.writeVarInt(data.sender(), true);
            ints(data.partitions());
            for (byte[] chunk : data.chunks()) {
                bytes(chunk);
            }
        } else if (message instanceof PeerMessage.KeepBlock keep) {
            out.writeByte(2);
            out.writeVarLong(keep.request(), true);
            block(keep.block());
            level(keep.level());
            bytes(keep.chunk());
        } else if (message instanceof PeerMessage.BlockKept kept) {
            out.writeByte(3);
            out.writeVarLong(kept.request(), true);
            out.writeBoolean(kept.kept());
        } else if (message instanceof PeerMessage.FetchBlock fetch) {
            out.writeByte(5);
            out.writeVarLong(fetch.request(), true);
            block(fetch.block());
        } else if (message instanceof PeerMessage.BlockFetched fetched) {
            out.writeByte(6);
            out.writeVarLong(fetched.request(), true);
            out.writeBoolean(fetched.chunk() != null);
            if (fetched.chunk() != null) {
                bytes(fetched.chunk());
            }
        } else if (message instanceof PeerMessage.Hello hello) {
            out.writeByte(4);
            out.writeString(hello.executor());
            out.writeString(hello.driver());
        }
        return out.toBytes();
    }

    PeerMessage decodePeer(byte[] frame) {
        Input in = new Input(frame);
        byte kind = in.readByte();
        return switch (kind) {
            case 1 -> {
                ShuffleKey key = shuffle(in);
                int senders = in.readVarInt(true);
                int sender = in.readVarInt(true);
                int[] partitions = ints(in);
                byte[][] data = new byte[partitions.length][];
                for (int i = 0; i < data.length; i++) {
                    data[i] = bytes(in);
                }
                yield new PeerMessage.ShuffleData(key, senders, sender, partitions, data);
            }
            case 2 -> new PeerMessage.KeepBlock(in.readVarLong(true), block(in), level(in), bytes(in));
            case 3 -> new PeerMessage.BlockKept(in.readVarLong(true), in.readBoolean());
            case 4 -> new PeerMessage.Hello(in.readString(), in.readString());
            case 5 -> new PeerMessage.FetchBlock(in.readVarLong(true), block(in));
            case 6 -> new PeerMessage.BlockFetched(in.readVarLong(true), in.readBoolean() ? bytes(in) : null);
            default -> throw new IllegalArgumentException("unknown message of a peer: " + kind);
        };
    }

    // Parts

    private void epoch(DriverEpoch epoch) {
        out.writeString(epoch.checkpoint());
        out.writeVarLong(epoch.number(), true);
    }

    private static DriverEpoch epoch(Input in) {
        return new DriverEpoch(in.readString(), in.readVarLong(true));
    }

    /** A value of the program among others: its length first, so that who cannot read it can read on. */
    private void value(@Nullable Object value) {
        int start = out.position();
        out.writeInt(0);
        codec.write(out, value);
        int end = out.position();
        out.setPosition(start);
        out.writeInt(end - start - Integer.BYTES);
        out.setPosition(end);
    }

    private @Nullable Object value(Input in) {
        int length = in.readInt();
        int end = in.position() + length;
        try {
            return codec.read(in);
        } catch (MillraceException e) {
            in.setPosition(end);
            return new StageRun.Unreadable(e);
        }
    }

    private void job(JobAttempt job) {
        out.writeVarLong(job.job(), true);
        out.writeVarInt(job.attempt(), true);
    }

    private static JobAttempt job(Input in) {
        return new JobAttempt(in.readVarLong(true), in.readVarInt(true));
    }

    private void shuffle(ShuffleKey key) {
        out.writeVarInt(key.shuffleId(), true);
        out.writeVarInt(key.version(), true);
    }

    private static ShuffleKey shuffle(Input in) {
        return new ShuffleKey(in.readVarInt(true), in.readVarInt(true));
    }

    private void nullableShuffle(@Nullable ShuffleKey key) {
        out.writeBoolean(key != null);
        if (key != null) {
            shuffle(key);
        }
    }

    private static @Nullable ShuffleKey nullableShuffle(Input in) {
        return in.readBoolean() ? shuffle(in) : null;
    }

    private void block(BlockId block) {
        if (block instanceof BlockId.OfRDD part) {
            out.writeByte(0);
            out.writeVarLong(part.rddId(), true);
            out.writeVarInt(part.partition(), true);
        } else if (block instanceof BlockId.OfStream received) {
            out.writeByte(1);
            out.writeVarInt(received.streamId(), true);
            out.writeVarLong(received.sequence(), true);
        } else if (block instanceof BlockId.OfState piece) {
            out.writeByte(2);
            out.writeString(piece.operator());
            out.writeVarInt(piece.keyGroup(), true);
            out.writeVarLong(piece.epoch(), true);
            out.writeVarInt(piece.file(), true);
            out.writeVarLong(piece.offset(), true);
            out.writeVarInt(piece.length(), true);
        }
    }

    private static BlockId block(Input in) {
        return switch (in.readByte()) {
            case 0 -> new BlockId.OfRDD(in.readVarLong(true), in.readVarInt(true));
            case 1 -> new BlockId.OfStream(in.readVarInt(true), in.readVarLong(true));
            default ->
                new BlockId.OfState(
                        in.readString(),
                        in.readVarInt(true),
                        in.readVarLong(true),
                        in.readVarInt(true),
                        in.readVarLong(true),
                        in.readVarInt(true));
        };
    }

    private void blocks(List<BlockId> list) {
        out.writeVarInt(list.size(), true);
        list.forEach(this::block);
    }

    private static List<BlockId> blocks(Input in) {
        int count = in.readVarInt(true);
        List<BlockId> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(block(in));
        }
        return list;
    }

    private void level(StorageLevel level) {
        out.writeBoolean(level.useDisk());
        out.writeBoolean(level.useMemory());
        out.writeBoolean(level.deserialized());
        out.writeVarInt(level.replication(), true);
    }

    private static StorageLevel level(Input in) {
        return new StorageLevel(in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readVarInt(true));
    }

    private void strings(List<String> list) {
        out.writeVarInt(list.size(), true);
        list.forEach(out::writeString);
    }

    private static List<String> strings(Input in) {
        int count = in.readVarInt(true);
        List<String> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(in.readString());
        }
        return list;
    }

    private void longs(long[] values) {
        out.writeVarInt(values.length, true);
        for (long value : values) {
            out.writeVarLong(value, true);
        }
    }

    private static long[] longs(Input in) {
        long[] values = new long[in.readVarInt(true)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readVarLong(true);
        }
        return values;
    }

    private void ints(int[] values) {
        out.writeVarInt(values.length, true);
        for (int value : values) {
            out.writeVarInt(value, true);
        }
    }

    private static int[] ints(Input in) {
        int[] values = new int[in.readVarInt(true)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readVarInt(true);
        }
        return values;
    }

    private void bytes(byte[] value) {
        out.writeVarInt(value.length, true);
        out.writeBytes(value);
    }

    private static byte[] bytes(Input in) {
        return in.readBytes(in.readVarInt(true));
    }
}

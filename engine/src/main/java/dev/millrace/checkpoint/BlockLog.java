package dev.millrace.checkpoint;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Received blocks on their way to a batch that is complete: written before their source is told that they are stored. It has a
 * lock and files of its own, so that batches do not wait for it; the fence is the one of the checkpoint.
 *
 * <pre>
 *   received/1-0   b b b        of an earlier driver
 *   received/2-0   b b b b b b
 *   received/2-1   b b          is written
 *                    '-- removeBefore: the files before this one go
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class BlockLog {
    private static final Logger LOG = LoggerFactory.getLogger(BlockLog.class);
    private static final long FILE_BYTES = 16L << 20;

    private final Storage storage;
    private final Fence fence;
    private final long fileBytes;
    private final RecordLog log;
    private final List<Names.Numbered> files;
    private final List<LoggedBlock> recovered = new ArrayList<>();
    private boolean broken;
    private @Nullable FencedException fenced;

    /**
     * Reads what earlier drivers have left.
     *
     * @throws MillraceException CHECKPOINT when it is damaged
     */
    BlockLog(Storage storage, Fence fence) throws IOException {
        this(storage, fence, FILE_BYTES);
    }

    /** @param fileBytes a file that is at least that long is followed by a new one */
    BlockLog(Storage storage, Fence fence, long fileBytes) throws IOException {
        this.storage = storage;
        this.fence = fence;
        this.fileBytes = fileBytes;
        this.log = new RecordLog(storage, FileKind.RECEIVED, fence.epoch());
        this.files = new ArrayList<>(Names.numbered(storage.list(FileKind.RECEIVED.folder())));
        files.removeIf(file -> file.epoch() >= fence.epoch()); // a newer driver may be there already
        for (Names.Numbered file : files) {
            recovered.addAll(blocks(storage, file));
        }
    }

    /** The blocks of one file; none when it is not there any more. */
    static List<LoggedBlock> blocks(Storage storage, Names.Numbered file) throws IOException {
        String name = Names.numbered(FileKind.RECEIVED, file.epoch(), file.number());
        byte[] bytes;
        try {
            bytes = storage.read(name);
        } catch (java.nio.file.NoSuchFileException e) {
            return List.of();
        }
        List<LoggedBlock> blocks = new ArrayList<>();
        long at = RecordFile.HEADER_BYTES;
        for (RecordFile.Entry entry : RecordFile.read(storage.location() + "/" + name, bytes, FileKind.RECEIVED)
                .entries()) {
            int length = RecordFile.RECORD_BYTES + entry.payload().remaining();
            if (entry.kind() == RecordKind.BLOCK.code()) {
                BlockContent block = Payloads.block(entry.payload());
                blocks.add(new LoggedBlock(
                        block.uid(),
                        block.records(),
                        block.bytes(),
                        new BlockPlace(new LogPosition(file.epoch(), file.number(), at), length)));
            }
            at += length;
        }
        return blocks;
    }

    /** What earlier drivers have written and nobody has removed, in the order in which it was written. */
    public List<LoggedBlock> recovered() {
        return List.copyOf(recovered);
    }

    /** Before everything that this driver writes, and after everything that it has recovered. */
    public LogPosition start() {
        return LogPosition.atStartOf(fence.epoch());
    }

    /**
     * Writes blocks, all of them in one go; when it returns they survive a crash, and each driver that comes later finds them.
     *
     * @return where they are, in the same order
     * @throws FencedException when a newer driver has taken over
     * @throws MillraceException FILE when the storage fails; nothing more can be written then
     */
    public synchronized List<BlockPlace> write(List<BlockContent> blocks) {
        if (fenced != null) {
            throw fenced;
        }
        if (broken) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    "checkpoint " + storage.location()
                            + ": received blocks cannot be written, as an earlier write failed; start the job again");
        }
        broken = true; // a file that was written in part only must not grow any more
        try {
            fence.check();
            List<BlockPlace> places = append(blocks);
            fence.check();
            broken = false;
            return places;
        } catch (FencedException e) {
            fenced = e;
            throw e;
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE,
                    "checkpoint " + storage.location() + ": cannot write received blocks: " + e
                            + "; check the directory, its rights and the space on its disk",
                    e);
        }
    }

    private List<BlockPlace> append(List<BlockContent> blocks) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        List<Integer> lengths = new ArrayList<>(blocks.size());
        for (BlockContent block : blocks) {
            byte[] record = RecordFile.record(RecordKind.BLOCK, Payloads.block(block));
            lengths.add(record.length);
            records.writeBytes(record);
        }
        long at;
        if (log.length() == 0 || log.length() >= fileBytes) {
            files.add(log.roll(records.toByteArray()));
            at = RecordFile.HEADER_BYTES;
        } else {
            at = log.append(records.toByteArray());
        }
        List<BlockPlace> places = new ArrayList<>(blocks.size());
        for (int length : lengths) {
            places.add(new BlockPlace(new LogPosition(fence.epoch(), log.number(), at), length));
            at += length;
        }
        return places;
    }

    /**
     * The content of a block.
     *
     * @throws MillraceException CHECKPOINT when it is damaged, or was removed
     */
    public byte[] read(BlockPlace place) {
        LogPosition start = place.start();
        String name = Names.numbered(FileKind.RECEIVED, start.epoch(), start.file());
        try {
            ByteBuffer payload = RecordFile.readRecord(
                    storage.location() + "/" + name,
                    storage.read(name, start.offset(), place.length()),
                    RecordKind.BLOCK);
            return Payloads.block(payload).content();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT,
                    "a received block cannot be read from " + name + " in " + storage.location() + ": " + e
                            + ". Blocks are removed when their batch is complete: a job with receivers cannot go back"
                            + " to an earlier batch than its last complete one",
                    e);
        }
    }

    /** Nothing before this position will be read again: deletes the files that end there or before. */
    public synchronized void removeBefore(LogPosition position) {
        while (!files.isEmpty() && isBefore(files.get(0), position)) {
            Names.Numbered file = files.remove(0);
            String name = Names.numbered(FileKind.RECEIVED, file.epoch(), file.number());
            try {
                storage.delete(name);
            } catch (IOException e) {
                LOG.warn("cannot delete {} in {}, which is not needed any more", name, storage.location(), e);
            }
        }
    }

    private static boolean isBefore(Names.Numbered file, LogPosition position) {
        return file.epoch() < position.epoch() || (file.epoch() == position.epoch() && file.number() < position.file());
    }

    synchronized void close() throws IOException {
        broken = true;
        log.close();
    }
}

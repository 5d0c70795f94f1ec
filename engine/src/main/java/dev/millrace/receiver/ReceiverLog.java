package dev.millrace.receiver;

import dev.millrace.checkpoint.BlockContent;
import dev.millrace.checkpoint.BlockLog;
import dev.millrace.checkpoint.BlockPlace;
import dev.millrace.checkpoint.LogPosition;
import dev.millrace.checkpoint.LoggedBlock;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.BlockId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log of a job's receivers, on the driver: one thread writes what they send, many blocks at a time when many
 * wait, and gives blocks to their stream when they are written. What waits is bounded by the receivers, each of which sends no
 * more than a few megabytes that are not confirmed.
 *
 * <pre>
 *   write ──► queue ──(one write for all that wait)──► BlockLog ──► whenWritten ──► batch ──► forget ──► file is deleted
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class ReceiverLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverLog.class);
    private static final long BYTES_AT_ONCE = 8L << 20;
    private static final long END_MILLIS = 5_000;

    private final BlockLog log;
    private final boolean writes;
    private final Consumer<MillraceException> fail;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "millrace-receiver-log");
    private final Map<BlockId, BlockPlace> places = new ConcurrentHashMap<>();
    private final AtomicLong recoveredIds = new AtomicLong();
    private final Map<Integer, LogPosition> needed = new HashMap<>();
    private volatile LogPosition position;
    private boolean ended; // for the log's thread

    /** @param content null for something that is only to happen after what was sent before is written */
    private record Entry(@Nullable BlockContent content, Consumer<@Nullable BlockPlace> whenWritten) {}

    /**
     * @param writes whether blocks are written; what an earlier run wrote can be read in any case
     * @param fail called when blocks cannot be written: the job cannot go on
     */
    public ReceiverLog(BlockLog log, boolean writes, Consumer<MillraceException> fail) {
        this.log = log;
        this.writes = writes;
        this.fail = fail;
        this.position = log.start();
        thread.setDaemon(true);
        if (writes) {
            thread.start();
        }
    }

    /** Whether blocks are written before their source is told that they are stored. */
    public boolean writes() {
        return writes;
    }

    /**
     * What an input received in earlier runs and gave to no batch.
     *
     * @param after where the last batch that it gave blocks to ends; empty when there was none
     */
    public List<ReceivedBlock> recovered(String uid, int streamId, Optional<LogPosition> after) {
        List<ReceivedBlock> blocks = new ArrayList<>();
        for (LoggedBlock block : log.recovered()) {
            boolean isNew = after.isEmpty() || block.place().start().compareTo(after.get()) >= 0;
            if (block.uid().equals(uid) && isNew) {
                blocks.add(recovered(streamId, block.records(), block.bytes(), block.place()));
            }
        }
        return blocks;
    }

    /** A block of an earlier run; no executor holds it, and its name is one that no receiver gives. */
    public ReceivedBlock recovered(int streamId, int records, long bytes, BlockPlace place) {
        return new ReceivedBlock(
                new BlockId.OfStream(streamId, -recoveredIds.incrementAndGet()), records, bytes, place);
    }

    /** What each input has until here has been given to it. */
    public LogPosition position() {
        return position;
    }

    /** Follows until where an input needs the log: from its beginning, as long as {@link #forget} is not called. */
    synchronized void follow(int streamId) {
        needed.put(streamId, new LogPosition(0, 0, 0));
    }

    /** Writes a block, and calls {@code whenWritten} after that; never when it cannot be written. */
    void write(BlockContent content, Consumer<BlockPlace> whenWritten) {
        queue.add(new Entry(content, place -> {
            if (place != null) {
                whenWritten.accept(place);
            }
        }));
    }

    /** Calls {@code action} when all that was sent before is written. */
    void afterwards(Runnable action) {
        queue.add(new Entry(null, place -> action.run()));
    }

    private void run() {
        List<Entry> entries = new ArrayList<>();
        boolean failed = false;
        try {
            do {
                entries.clear();
                take(entries);
                if (failed) {
                    entries.removeIf(entry -> entry.content() != null); // nobody is told that it is stored
                }
                try {
                    write(entries);
                } catch (MillraceException e) {
                    failed = true;
                    fail.accept(e);
                }
            } while (!ended);
        } catch (InterruptedException e) {
            LOG.debug("received blocks are not written any more");
        }
    }

    private void take(List<Entry> entries) throws InterruptedException {
        Entry next = queue.take();
        long bytes = 0;
        while (next != null) {
            entries.add(next);
            bytes += next.content() == null ? 0 : next.content().content().length;
            next = bytes >= BYTES_AT_ONCE ? null : queue.poll();
        }
    }

    private void write(List<Entry> entries) {
        List<BlockContent> contents = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.content() != null) {
                contents.add(entry.content());
            }
        }
        List<BlockPlace> written = contents.isEmpty() ? List.of() : log.write(contents);
        int next = 0;
        for (Entry entry : entries) {
            entry.whenWritten().accept(entry.content() == null ? null : written.get(next++));
        }
        if (!written.isEmpty()) {
            position = written.get(written.size() - 1).end();
        }
    }

    /** Makes a block of a batch readable by {@link #read}, as long as it is not forgotten. */
    public void open(ReceivedBlock block) {
        if (block.place() != null) {
            places.put(block.id(), block.place());
        }
    }

    /**
     * A block that was opened.
     *
     * @return null for any other
     * @throws MillraceException CHECKPOINT when it is gone or damaged
     */
    public byte @Nullable [] read(BlockId block) {
        BlockPlace place = places.get(block);
        return place == null ? null : log.read(place);
    }

    /** An input needs these blocks no more, and nothing before {@code upTo}. */
    public void forget(int streamId, Collection<ReceivedBlock> blocks, LogPosition upTo) {
        blocks.forEach(block -> places.remove(block.id()));
        LogPosition unneeded;
        synchronized (this) {
            needed.put(streamId, upTo);
            unneeded = Collections.min(needed.values());
        }
        log.removeBefore(unneeded);
    }

    /** Writes what waits, and nothing after that. */
    @Override
    public void close() {
        afterwards(() -> ended = true);
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

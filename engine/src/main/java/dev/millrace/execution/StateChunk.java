package dev.millrace.execution;

import dev.millrace.state.StateTable;
import dev.millrace.state.StoredTable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition at the end of one batch: its keys and values, what the batch changed, and what it gave out.
 *
 * <p>The versions of a state share one table. The newest has it; each older one has what is different in it, and the way to the
 * newer. So a batch costs what it changes, and goes back as cheaply when it runs again.
 *
 * <pre>
 *   t-2 --{k1: 3}--&gt; t-1 --{k2: absent, k4: 7}--&gt; t [ table ]
 * </pre>
 *
 * <p>Who changes or reads an older version turns the arrows on the way, or works on a copy while another one is being read. A {@link
 * StoredTable} is never copied: it is read as it was, with what is different on top. It is removed when no version is left.
 * Thread-safe.
 */
public final class StateChunk implements Chunk {
    private static final long REFERENCE_BYTES = 4;
    private static final Cleaner UNUSED = Cleaner.create();

    private enum Absent {
        VALUE
    }

    /** What the versions share. */
    private static final class Versions {
        private final StateTable table;
        private int readers;
        private boolean editing;

        Versions(StateTable table) {
            this.table = table;
            if (table instanceof StoredTable stored) {
                UNUSED.register(this, stored::close);
            }
        }
    }

    private final Versions versions;
    private final FlatTable touched;
    private final @Nullable Object[] emitted;
    private final @Nullable TimerWheel timers;
    private final int count;

    /** Null when this version has the table. */
    private @Nullable StateChunk newer;

    /** Values that keys have here and not in {@code newer}. */
    private @Nullable FlatTable difference;

    /** A state that begins with {@code table}, which nobody else may use any more. */
    public StateChunk(StateTable table) {
        this(table, new FlatTable(0), new @Nullable Object[0]);
    }

    /**
     * As it was written.
     *
     * @param touched the keys that the batch changed
     */
    public StateChunk(StateTable table, FlatTable touched, @Nullable Object[] emitted) {
        this(new Versions(table), touched, emitted, null);
    }

    private StateChunk(Versions versions, FlatTable touched, @Nullable Object[] emitted, @Nullable TimerWheel timers) {
        this.versions = versions;
        this.touched = touched;
        this.emitted = emitted;
        this.timers = timers;
        this.count = versions.table.count();
    }

    /** What the batch gave out. */
    public @Nullable Object[] emitted() {
        return emitted;
    }

    /** The keys that the batch changed, added or removed. */
    public FlatTable touched() {
        return touched;
    }

    @Override
    public int count() {
        return count;
    }

    long estimate() {
        synchronized (versions) {
            awaitEditor();
            long content = versions.table.heapBytes() + SizeEstimate.of(touched) + SizeEstimate.of(emitted);
            return timers == null ? content : content + timers.size() * REFERENCE_BYTES;
        }
    }

    /** Whether the keys and values are not on the heap, so that this cannot be written or sent as a whole. */
    public boolean isStored() {
        return versions.table instanceof StoredTable;
    }

    /** A table of its own, on the heap, with the keys and values of this version. */
    public FlatTable copy() {
        synchronized (versions) {
            awaitEditor();
            return copyOf();
        }
    }

    private FlatTable copyOf() {
        StateChunk next = newer;
        FlatTable changes = difference;
        if (next == null || changes == null) {
            return copyOf(versions.table);
        }
        FlatTable copy = next.copyOf();
        apply(changes, copy, null);
        return copy;
    }

    private static FlatTable copyOf(StateTable table) {
        if (table instanceof FlatTable flat) {
            return flat.copy();
        }
        FlatTable copy = new FlatTable(table.count());
        table.forEach(null, copy::put);
        return copy;
    }

    /** Sets what {@code changes} says; notes the values before in {@code inverse}. */
    private static void apply(FlatTable changes, StateTable table, @Nullable FlatTable inverse) {
        for (int slot = 0; slot < changes.capacity(); slot++) {
            if (changes.isUsed(slot)) {
                int hash = changes.hash(slot);
                Object key = changes.key(slot);
                if (inverse != null) {
                    inverse.put(hash, key, orAbsent(table.get(hash, key)));
                }
                Object value = changes.value(slot);
                if (value != Absent.VALUE) {
                    table.put(hash, key, value);
                } else {
                    table.remove(hash, key);
                }
            }
        }
    }

    private static Object orAbsent(@Nullable Object value) {
        return value == null ? Absent.VALUE : value;
    }

    /** Gives this version the table. */
    private void reroot() {
        StateChunk next = newer;
        FlatTable changes = difference;
        if (next == null || changes == null) {
            return;
        }
        next.reroot();
        FlatTable inverse = new FlatTable(changes.count());
        apply(changes, versions.table, inverse);
        next.newer = this;
        next.difference = inverse;
        newer = null;
        difference = null;
    }

    private void awaitEditor() {
        boolean interrupted = false;
        while (versions.editing) {
            try {
                versions.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads this version; others wait as long as that takes, and none is copied or moved. */
    public void read(Consumer<Contents> reader) {
        FlatTable differences;
        synchronized (versions) {
            awaitEditor();
            versions.editing = true;
            differences = differences();
        }
        try {
            reader.accept(new Contents(versions.table, differences));
        } finally {
            synchronized (versions) {
                Editor.end(versions);
            }
        }
    }

    /** Values that keys have here and not in the table. */
    private FlatTable differences() {
        StateChunk next = newer;
        FlatTable own = difference;
        if (next == null || own == null) {
            return new FlatTable(0);
        }
        FlatTable later = next.differences();
        if (later.count() == 0) {
            return own;
        }
        FlatTable both = later.copy();
        for (int slot = 0; slot < own.capacity(); slot++) {
            if (own.isUsed(slot)) {
                both.put(own.hash(slot), own.key(slot), own.value(slot));
            }
        }
        return both;
    }

    /** The keys and values of a version, as long as it is being read. */
    public static final class Contents {
        private final StateTable table;
        private final FlatTable differences;

        private Contents(StateTable table, FlatTable differences) {
            this.table = table;
            this.differences = differences;
        }

        /** The value of a key; null when the key is not there. */
        public @Nullable Object get(int hash, @Nullable Object key) {
            int different = differences.find(hash, key);
            return different < 0 ? table.get(hash, key) : present(differences, different);
        }

        /** Tells the keys of some groups, in no order. */
        public <E extends Exception> void forEach(boolean[] groups, StateTable.Visitor<E> visitor) throws E {
            if (differences.count() == 0) {
                table.forEach(groups, visitor);
                return;
            }
            table.forEach(groups, (hash, key, value) -> {
                if (differences.find(hash, key) < 0) {
                    visitor.accept(hash, key, value);
                }
            });
            for (int slot = 0; slot < differences.capacity(); slot++) {
                if (differences.isUsed(slot) && groups[StateCodec.group(differences.hash(slot))]) {
                    Object value = present(differences, slot);
                    if (value != null) {
                        visitor.accept(differences.hash(slot), differences.key(slot), value);
                    }
                }
            }
        }

        /**
         * Tells the keys of some groups, from a place on until they have taken about so many bytes. A table on the heap tells all of
         * them.
         *
         * @param from 0, or where it is to go on
         * @return where to go on, {@link StoredTable#END} when there is no more; it holds for the same version at any time
         */
        public <E extends Exception> long forEach(
                boolean[] groups, long from, long bytes, StateTable.Visitor<E> visitor) throws E {
            if (!(table instanceof StoredTable stored)) {
                forEach(groups, visitor);
                return StoredTable.END;
            }
            long next = tell(stored, groups, from, bytes, visitor);
            for (int slot = 0; slot < differences.capacity(); slot++) {
                int hash = differences.hash(slot);
                long place = StoredTable.place(hash);
                if (differences.isUsed(slot) && groups[StateCodec.group(hash)] && place >= from && place < next) {
                    Object value = present(differences, slot);
                    if (value != null) {
                        visitor.accept(hash, differences.key(slot), value);
                    }
                }
            }
            return next;
        }

        private <E extends Exception> long tell(
                StoredTable stored, boolean[] groups, long from, long bytes, StateTable.Visitor<E> visitor) throws E {
            long told = 0;
            long last = -1;
            for (int group = 0; group < StateCodec.GROUPS; group++) {
                long end = StoredTable.start(group + 1);
                if (!groups[group] || end <= from) {
                    continue;
                }
                try (StoredTable.Cursor cursor = stored.cursor(Math.max(from, StoredTable.start(group)), end)) {
                    while (cursor.next()) {
                        long place = StoredTable.place(cursor.hash());
                        if (told >= bytes && place != last) {
                            return place;
                        }
                        last = place;
                        told += cursor.bytes();
                        if (differences.find(cursor.hash(), cursor.key()) < 0) {
                            visitor.accept(cursor.hash(), cursor.key(), cursor.value());
                        }
                    }
                }
            }
            return StoredTable.END;
        }
    }

    private static @Nullable Object present(FlatTable differences, int slot) {
        Object value = differences.value(slot);
        return value == Absent.VALUE ? null : value;
    }

    /** Begins the next version; it must be finished or aborted. */
    public Editor edit() {
        synchronized (versions) {
            awaitEditor();
            if (versions.readers > 0) { // never of a stored table
                return new Editor(new StateChunk(new Versions(copyOf()), touched, emitted, timers));
            }
            reroot();
            versions.editing = true;
            return new Editor(this);
        }
    }

    /** The next version while it is being made. For one thread. */
    public static final class Editor {
        private final StateChunk before;
        private final StateTable table;
        private final FlatTable undo = new FlatTable(0);
        private @Nullable TimerWheel timers;

        private Editor(StateChunk before) {
            this.before = before;
            this.table = before.versions.table;
            this.timers = before.timers;
        }

        /** The keys and values, to be read. */
        public StateTable table() {
            return table;
        }

        /** When keys were seen; null when that is not known, as it is in memory only and goes with the process. */
        public @Nullable TimerWheel timers() {
            return timers;
        }

        public void timers(TimerWheel wheel) {
            timers = wheel;
        }

        public void put(int hash, @Nullable Object key, Object value) {
            if (undo.find(hash, key) < 0) {
                undo.put(hash, key, orAbsent(table.get(hash, key)));
            }
            table.put(hash, key, value);
        }

        public void remove(int hash, @Nullable Object key) {
            Object value = table.get(hash, key);
            if (value != null) {
                if (undo.find(hash, key) < 0) {
                    undo.put(hash, key, value);
                }
                table.remove(hash, key);
            }
        }

        /** Ends the batch. */
        public StateChunk finish(@Nullable Object[] emitted) {
            Versions versions = before.versions;
            synchronized (versions) {
                StateChunk after = new StateChunk(versions, undo, emitted, timers);
                before.newer = after;
                before.difference = undo;
                end(versions);
                return after;
            }
        }

        /** Takes everything back. */
        public void abort() {
            Versions versions = before.versions;
            synchronized (versions) {
                apply(undo, table, null);
                end(versions);
            }
        }

        private static void end(Versions versions) {
            versions.editing = false;
            versions.notifyAll();
        }
    }

    @Override
    public Flow open(Sink<?> sink) {
        synchronized (versions) {
            awaitEditor();
            if (versions.table instanceof StoredTable stored) {
                return new StoredFlow(versions, stored.cursor(0, StoredTable.END), differences(), sink);
            }
            if (newer != null) {
                return copyOf().open(sink);
            }
            versions.readers++;
            Flow table = ((FlatTable) versions.table).open(sink);
            return new Flow() {
                private boolean over;

                @Override
                public boolean advance() throws Exception {
                    boolean any = table.advance();
                    if (!any && !over) {
                        over = true;
                        read();
                    }
                    return any;
                }
            };
        }
    }

    /** One that stops in the middle never comes here: the next version is then made of a copy, once. */
    private void read() {
        synchronized (versions) {
            versions.readers--;
        }
    }

    /** Reads a stored table as it was, and then what is different from it in a version. */
    private static final class StoredFlow implements Flow {
        private final Versions versions;
        private final StoredTable.Cursor cursor;
        private final FlatTable differences;
        private final Sink<?> sink;
        private boolean isTableRead;
        private int slot;

        StoredFlow(Versions versions, StoredTable.Cursor cursor, FlatTable differences, Sink<?> sink) {
            this.versions = versions;
            this.cursor = cursor;
            this.differences = differences;
            this.sink = sink;
        }

        @Override
        public boolean advance() throws Exception {
            try {
                return isTableRead ? advanceDifferences() : advanceTable();
            } finally {
                Reference.reachabilityFence(versions); // with them the table would go
            }
        }

        private boolean advanceTable() throws Exception {
            for (int i = 0; i < CHUNK; i++) {
                if (!cursor.next()) {
                    isTableRead = true;
                    return true;
                }
                if (differences.find(cursor.hash(), cursor.key()) < 0) {
                    sink.acceptPair(cursor.key(), cursor.value());
                }
            }
            return true;
        }

        private boolean advanceDifferences() throws Exception {
            int to = Math.min(differences.capacity(), slot + CHUNK);
            boolean any = to > slot;
            for (; slot < to; slot++) {
                Object value = differences.isUsed(slot) ? present(differences, slot) : null;
                if (value != null) {
                    sink.acceptPair(differences.key(slot), value);
                }
            }
            return any;
        }
    }
}

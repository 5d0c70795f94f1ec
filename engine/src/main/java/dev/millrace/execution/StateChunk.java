package dev.millrace.execution;

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
 * <p>Who changes or reads an older version turns the arrows on the way, or works on a copy while another one is being read.
 * Thread-safe.
 */
public final class StateChunk implements Chunk {
    private static final long REFERENCE_BYTES = 4;

    private enum Absent {
        VALUE
    }

    /** What the versions share. */
    private static final class Versions {
        private final FlatTable table;
        private int readers;
        private boolean editing;

        Versions(FlatTable table) {
            this.table = table;
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
    public StateChunk(FlatTable table) {
        this(table, new FlatTable(0), new @Nullable Object[0]);
    }

    /**
     * As it was written.
     *
     * @param touched the keys that the batch changed
     */
    public StateChunk(FlatTable table, FlatTable touched, @Nullable Object[] emitted) {
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
            long content = SizeEstimate.of(versions.table) + SizeEstimate.of(touched) + SizeEstimate.of(emitted);
            return timers == null ? content : content + timers.size() * REFERENCE_BYTES;
        }
    }

    /** A table of its own with the keys and values of this version. */
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
            return versions.table.copy();
        }
        FlatTable copy = next.copyOf();
        apply(changes, copy, null);
        return copy;
    }

    /** Sets what {@code changes} says; notes the values before in {@code inverse}. */
    private static void apply(FlatTable changes, FlatTable table, @Nullable FlatTable inverse) {
        for (int slot = 0; slot < changes.capacity(); slot++) {
            if (changes.isUsed(slot)) {
                int hash = changes.hash(slot);
                Object key = changes.key(slot);
                int at = table.find(hash, key);
                if (inverse != null) {
                    inverse.put(hash, key, at < 0 ? Absent.VALUE : table.value(at));
                }
                Object value = changes.value(slot);
                if (value != Absent.VALUE) {
                    table.put(hash, key, value);
                } else if (at >= 0) {
                    table.removeAt(at);
                }
            }
        }
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
        private final FlatTable table;
        private final FlatTable differences;

        private Contents(FlatTable table, FlatTable differences) {
            this.table = table;
            this.differences = differences;
        }

        /** Takes a key and its value. */
        @FunctionalInterface
        public interface Visitor {
            void accept(int hash, @Nullable Object key, @Nullable Object value);
        }

        /** Tells the value of a key; returns false when the key is not there. */
        public boolean find(int hash, @Nullable Object key, Visitor visitor) {
            int different = differences.find(hash, key);
            int slot = different < 0 ? table.find(hash, key) : -1;
            if (slot >= 0) {
                visitor.accept(hash, key, table.value(slot));
                return true;
            }
            return different >= 0 && visit(different, visitor);
        }

        private boolean visit(int different, Visitor visitor) {
            Object value = differences.value(different);
            if (value == Absent.VALUE) {
                return false;
            }
            visitor.accept(differences.hash(different), differences.key(different), value);
            return true;
        }

        /** Tells the keys of some groups, in no order. */
        public void forEach(boolean[] groups, Visitor visitor) {
            for (int slot = 0; slot < table.capacity(); slot++) {
                int hash = table.hash(slot);
                if (groups[StateCodec.group(hash)]
                        && table.isUsed(slot)
                        && (differences.count() == 0 || differences.find(hash, table.key(slot)) < 0)) {
                    visitor.accept(hash, table.key(slot), table.value(slot));
                }
            }
            for (int slot = 0; slot < differences.capacity(); slot++) {
                if (differences.isUsed(slot) && groups[StateCodec.group(differences.hash(slot))]) {
                    visit(slot, visitor);
                }
            }
        }
    }

    /** Begins the next version; it must be finished or aborted. */
    public Editor edit() {
        synchronized (versions) {
            awaitEditor();
            if (versions.readers > 0) {
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
        private final FlatTable table;
        private final FlatTable undo = new FlatTable(0);
        private @Nullable TimerWheel timers;

        private Editor(StateChunk before) {
            this.before = before;
            this.table = before.versions.table;
            this.timers = before.timers;
        }

        /** The keys and values, to be read. */
        public FlatTable table() {
            return table;
        }

        /** When keys were seen; null when that is not known, as it is in memory only and goes with the process. */
        public @Nullable TimerWheel timers() {
            return timers;
        }

        public void timers(TimerWheel wheel) {
            timers = wheel;
        }

        public void put(int hash, @Nullable Object key, @Nullable Object value) {
            note(hash, key, table.find(hash, key));
            table.put(hash, key, value);
        }

        public void remove(int hash, @Nullable Object key) {
            int slot = table.find(hash, key);
            if (slot >= 0) {
                note(hash, key, slot);
                table.removeAt(slot);
            }
        }

        private void note(int hash, @Nullable Object key, int slot) {
            if (undo.find(hash, key) < 0) {
                undo.put(hash, key, slot < 0 ? Absent.VALUE : table.value(slot));
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
            if (newer != null) {
                return copyOf().open(sink);
            }
            versions.readers++;
            Flow table = versions.table.open(sink);
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
}

package dev.millrace.state.rocksdb;

import dev.millrace.state.StateStore;
import dev.millrace.state.StoredTable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** All tables of an executor, in one database, which is opened for the first of them. */
final class RocksStore implements StateStore {
    private final Path parent;
    private final long memory;
    private final ClassLoader loader;
    private final Set<RocksTable> tables = new HashSet<>();
    private @Nullable Database database;
    private int next;
    private boolean closed;

    /**
     * @param parent where the directory of the database is made
     * @param memory bytes that the database may take outside of the heap
     * @param loader where user classes are found
     */
    RocksStore(Path parent, long memory, ClassLoader loader) {
        this.parent = parent;
        this.memory = memory;
        this.loader = loader;
    }

    @Override
    public synchronized StoredTable table(@Nullable ToLongFunction<Object> time) {
        if (closed) {
            throw new IllegalStateException("no table is made: the executor is stopped");
        }
        Database open = database;
        if (open == null) {
            open = Database.open(parent, memory);
            database = open;
        }
        RocksTable table = new RocksTable(open, next++, loader, time, this::forget);
        tables.add(table);
        return table;
    }

    private synchronized void forget(RocksTable table) {
        tables.remove(table);
    }

    @Override
    public void close() {
        List<RocksTable> left;
        Database open;
        synchronized (this) {
            closed = true;
            left = List.copyOf(tables);
            open = database;
            database = null;
        }
        left.forEach(RocksTable::close);
        if (open != null) {
            open.close();
        }
    }
}

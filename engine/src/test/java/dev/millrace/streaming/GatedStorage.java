package dev.millrace.streaming;

import dev.millrace.checkpoint.Storage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A storage whose writes can be held up, or made to fail. */
final class GatedStorage implements Storage {
    private final Storage storage;
    private final BiPredicate<String, byte[]> held;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean closed;
    private int waiting;
    private int admitted;
    private @Nullable IOException failure;

    /** @param held which writes the gate is for, by the name of the file and what is written at its end */
    GatedStorage(Storage storage, BiPredicate<String, byte[]> held) {
        this.storage = storage;
        this.held = held;
    }

    /** From now on writes wait until {@link #open}. */
    void shut() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            closed = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets one write through that waits, or the next one; the gate stays shut. */
    void admitOne() {
        lock.lock();
        try {
            admitted++;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on writes fail. */
    void fail(IOException cause) {
        lock.lock();
        try {
            failure = cause;
        } finally {
            lock.unlock();
        }
        open();
    }

    /** Whether a write waits. */
    boolean isWaitedFor() {
        lock.lock();
        try {
            return waiting > 0;
        } finally {
            lock.unlock();
        }
    }

    private void pass() throws IOException {
        lock.lock();
        try {
            waiting++;
            while (closed && admitted == 0) {
                opened.await();
            }
            admitted = Math.max(0, admitted - 1);
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            throw new java.io.InterruptedIOException("interrupted at the gate");
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    @Override
    public Log createLog(String name) throws IOException {
        Log log = storage.createLog(name);
        return new Log() {
            @Override
            public void append(byte[] bytes) throws IOException {
                if (held.test(name, bytes)) {
                    pass();
                }
                log.append(bytes);
            }

            @Override
            public long length() {
                return log.length();
            }

            @Override
            public void close() throws IOException {
                log.close();
            }
        };
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        return storage.create(name, content);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return storage.exists(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return storage.read(name);
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        return storage.read(name, offset, length);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return storage.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        storage.delete(name);
    }

    @Override
    public String location() {
        return storage.location();
    }
}

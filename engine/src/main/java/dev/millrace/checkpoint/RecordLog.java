package dev.millrace.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Files of records of one kind, one after the other. Not thread-safe. */
final class RecordLog implements Closeable {
    private final Storage storage;
    private final FileKind kind;
    private final long epoch;
    private final FileNumbers numbers;
    private Storage.@Nullable Log current;
    private int number = -1;

    RecordLog(Storage storage, FileKind kind, long epoch) {
        this(storage, kind, epoch, new FileNumbers());
    }

    /** @param numbers of the files, which logs of the same folder share */
    RecordLog(Storage storage, FileKind kind, long epoch, FileNumbers numbers) {
        this.storage = storage;
        this.kind = kind;
        this.epoch = epoch;
        this.numbers = numbers;
    }

    /** Goes on in a new file, which starts with {@code records}; returns its name. */
    Names.Numbered roll(byte[] records) throws IOException {
        close();
        int taken = numbers.take();
        Storage.Log log = storage.createLog(Names.numbered(kind, epoch, taken));
        current = log;
        number = taken;
        byte[] header = RecordFile.header(kind, epoch);
        byte[] start = new byte[header.length + records.length];
        System.arraycopy(header, 0, start, 0, header.length);
        System.arraycopy(records, 0, start, header.length, records.length);
        log.append(start);
        return new Names.Numbered(epoch, taken);
    }

    /** Writes records at the end of the current file; returns where they start. */
    long append(byte[] records) throws IOException {
        Storage.Log log = current;
        if (log == null) {
            throw new IllegalStateException("no file has been begun");
        }
        long at = log.length();
        log.append(records);
        return at;
    }

    /** Length of the current file; 0 when there is none. */
    long length() {
        return current == null ? 0 : current.length();
    }

    /** Number of the current file. */
    int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}

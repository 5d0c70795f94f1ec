package dev.millrace.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Files in memory, which a test can look at, tear and fill up. Used by one thread. */
final class MemoryStorage implements Storage {
    final TreeMap<String, byte[]> files = new TreeMap<>();
    /** Called before each write with the name of its file. */
    Before beforeWrite = name -> {};
    /** Called after each write with the name of its file. */
    Before afterWrite = name -> {};

    interface Before {
        void write(String name) throws IOException;
    }

    /** Cuts the end of a file off. */
    void tear(String name, int bytes) {
        byte[] file = files.get(name);
        files.put(name, Arrays.copyOf(file, file.length - bytes));
    }

    /** The file of the journal that sorts last. */
    String lastJournal() {
        return files.floorKey("journal/~");
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        beforeWrite.write(name);
        boolean made = files.putIfAbsent(name, content) == null;
        afterWrite.write(name);
        return made;
    }

    @Override
    public Log createLog(String name) throws IOException {
        if (!create(name, new byte[0])) {
            throw new FileAlreadyExistsException(name);
        }
        return new Log() {
            @Override
            public void append(byte[] bytes) throws IOException {
                beforeWrite.write(name);
                byte[] before =
                        files.getOrDefault(name, new byte[0]); // a file that was deleted is written to all the same
                byte[] after = Arrays.copyOf(before, before.length + bytes.length);
                System.arraycopy(bytes, 0, after, before.length, bytes.length);
                if (files.containsKey(name)) {
                    files.put(name, after);
                }
                afterWrite.write(name);
            }

            @Override
            public long length() {
                return files.getOrDefault(name, new byte[0]).length;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        byte[] file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file.clone();
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        byte[] file = read(name);
        if (offset + length > file.length) {
            throw new EOFException(name);
        }
        return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
    }

    @Override
    public List<String> list(String folder) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public String location() {
        return "memory";
    }
}

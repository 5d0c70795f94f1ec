package dev.millrace.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * The few things that a checkpoint needs of a file system. Names are paths below the checkpoint's root, with {@code /} between
 * their parts. Nothing is ever renamed or overwritten. Thread-safe.
 */
public interface Storage {
    /**
     * Makes a file with this content, unless there is one of that name; of several that try at once, one does. The file
     * survives a crash once this returns; a crash before that may leave the name with a part of the content, or none.
     *
     * @return false when the name is taken
     */
    boolean create(String name, byte[] content) throws IOException;

    /**
     * Makes a file that grows.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken
     */
    Log createLog(String name) throws IOException;

    boolean exists(String name) throws IOException;

    /**
     * The content of a file.
     *
     * @throws NoSuchFileException when there is no such file
     */
    byte[] read(String name) throws IOException;

    /**
     * Reads a part of a file.
     *
     * @throws NoSuchFileException when there is no such file
     * @throws java.io.EOFException when it ends before
     */
    byte[] read(String name, long offset, int length) throws IOException;

    /** Names of the files in a folder, in alphabetical order; none when there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** Deletes a file; has no effect when there is none. */
    void delete(String name) throws IOException;

    /** Where this is, for messages. */
    String location();

    /** A file that is being written. For one thread at a time. */
    interface Log extends Closeable {
        /** Writes at the end; what was written survives a crash once this returns, and may be there in part before. */
        void append(byte[] bytes) throws IOException;

        /** Bytes written so far. */
        long length();
    }
}

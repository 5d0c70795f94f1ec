package dev.millrace.e2e.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a test wants to go wrong in executors. It makes a file in a directory that they all see; the one that can delete the file
 * does what its name says.
 *
 * <ul>
 *   <li>{@code heap}: uses more memory than its heap has
 *   <li>{@code exception}: throws
 *   <li>{@code disk}: writes more files than its pod may
 *   <li>{@code exit}: ends the process with exit code 7
 * </ul>
 *
 * @param directory where the files are; nothing goes wrong where it does not exist
 */
record Mishaps(String directory) implements Serializable {

    private static final int BLOCK = 1 << 20;
    private static final int DISK_BLOCKS = 64;
    static final String EXCEPTION = "a test wanted this exception";

    /** Called by a task: most of the time there is nothing to do. */
    void happen() throws IOException {
        if (isWanted("heap")) {
            fillMemory();
        }
        if (isWanted("disk")) {
            fillDisk();
        }
        if (isWanted("exit")) {
            Runtime.getRuntime().halt(7);
        }
        if (isWanted("exception")) {
            throw new IllegalStateException(EXCEPTION);
        }
    }

    private static void fillMemory() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < Integer.MAX_VALUE) {
            byte[] block = new byte[BLOCK];
            // A page that is not written to takes no memory.
            Arrays.fill(block, (byte) 1);
            all.add(block);
        }
    }

    /** Written to the pod's directory for passing files, which counts as its own; it ends with the pod. */
    private static void fillDisk() throws IOException {
        Path file = Files.createTempFile("mishap", ".fill");
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < DISK_BLOCKS; i++) {
                out.write(block);
            }
        }
    }

    private boolean isWanted(String what) throws IOException {
        return Files.deleteIfExists(Path.of(directory, what));
    }
}

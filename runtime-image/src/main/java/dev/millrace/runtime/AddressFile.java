package dev.millrace.runtime;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files by which a process says where it listens: one line {@code host:port}, there as a whole or not at all. */
public final class AddressFile {
    private AddressFile() {}

    /**
     * Writes the file, in place of one that was there.
     *
     * @throws MillraceException when the file cannot be written
     */
    public static void write(Path file, String host, int port) {
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.writeString(part, host + ":" + port + "\n");
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

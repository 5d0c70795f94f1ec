package dev.millrace.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that only its owner can read and that appears as a whole. */
final class PrivateFile {
    private PrivateFile() {}

    static Path write(Path file, String text) throws IOException {
        // Java makes temporary files with permissions for their owner alone.
        Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".pem");
        try {
            Files.writeString(unfinished, text, US_ASCII);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}

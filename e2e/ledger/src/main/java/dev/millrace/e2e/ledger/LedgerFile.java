package dev.millrace.e2e.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the driver puts batches out. A batch that an earlier start has put out with the same records is not put out again: a
 * driver that goes on from a checkpoint runs what was not committed once more. One with other records is, for all to see.
 */
final class LedgerFile {

    private final Path file;
    private final Map<Instant, Tally> before = new HashMap<>();

    /** The driver before may have ended in the middle of a line, such as on a full disk. */
    private String separator = "\n";

    private LedgerFile(Path file) {
        this.file = file;
    }

    /** Opens the file, with all that is in it already, or begins a new one. */
    static LedgerFile open(Path file) throws IOException {
        LedgerFile ledger = new LedgerFile(file);
        if (Files.exists(file)) {
            Ledger.parse(Files.readString(file))
                    .entries()
                    .forEach(entry -> ledger.before.put(entry.batch(), entry.tally()));
        }
        return ledger;
    }

    void put(Entry entry) throws IOException {
        if (entry.tally().equals(before.get(entry.batch()))) {
            return;
        }
        // One write of a whole line: others may write to the same file, and nobody sees half a line for long.
        Files.write(
                file,
                (separator + entry.line()).getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
        separator = "";
    }
}

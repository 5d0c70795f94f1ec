package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.checkpoint.Commit;
import dev.millrace.checkpoint.DirectoryStorage;
import dev.millrace.checkpoint.JournalStore;
import dev.millrace.checkpoint.LoggedBatch;
import dev.millrace.checkpoint.LoggedRange;
import dev.millrace.checkpoint.PartialContent;
import dev.millrace.checkpoint.Progress;
import dev.millrace.checkpoint.StateContent;
import dev.millrace.checkpoint.StatePart;
import dev.millrace.checkpoint.WindowPartial;
import dev.millrace.checkpoint.WindowPartials;
import dev.millrace.clock.ManualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckpointCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.getSubcommands().values().forEach(command -> {
            command.setOut(new PrintWriter(out, true));
        });
        return commands.execute(arguments);
    }

    private JournalStore open() {
        return JournalStore.open(new DirectoryStorage(directory), CheckpointLimits.standard(), new ManualClock());
    }

    /** Four batches, of which three are complete. */
    private void write() {
        try (JournalStore store = open()) {
            store.begin(Progress.atStart(0, 100, Map.of()));
            for (long batch = 100; batch <= 400; batch += 100) {
                store.append(
                        new LoggedBatch(batch, List.of(new LoggedRange("rate-0", 7, Optional.of(new byte[16])))),
                        Map::of);
                if (batch < 400) {
                    StatePart.Kind kind = batch == 100 ? StatePart.Kind.SNAPSHOT : StatePart.Kind.CHANGES;
                    store.commit(new Commit(
                            batch, batch + 5, store.write(List.of(new StateContent("sums", 3, kind, new byte[20])))));
                    store.truncate(batch - 100);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "show", "verify", "rewind"})
    void eachCommandTellsHowItIsUsed(String command) {
        assertEquals(0, run("checkpoint", command, "--help"));
        assertTrue(out.toString().contains("Usage: millrace checkpoint " + command), out.toString());
    }

    @Test
    void listsCommits() {
        write();
        assertEquals(0, run("checkpoint", "ls", directory.toString()));
        assertTrue(out.toString().contains("200             1970-01-01T00:00:00.205Z"), out.toString());
        assertTrue(out.toString().contains("3 commits, 1 batches under way, epoch 1, interval 100 ms"), out.toString());
    }

    @Test
    void showsABatch() {
        write();
        assertEquals(0, run("checkpoint", "show", directory.toString(), "200"));
        assertTrue(out.toString().contains("batch 200 (1970-01-01T00:00:00.200Z), complete"), out.toString());
        assertTrue(out.toString().contains("input rate-0: 7 records, 16 bytes of range"), out.toString());
        assertTrue(out.toString().contains("state of sums: 2 pieces, "), out.toString());
        assertEquals(0, run("checkpoint", "show", directory.toString(), "400"));
        assertTrue(out.toString().contains("not complete"), out.toString());
        assertEquals(2, run("checkpoint", "show", directory.toString(), "500"));
    }

    @Test
    void knowsWindows() throws IOException {
        try (JournalStore store = open()) {
            store.begin(Progress.atStart(0, 100, Map.of()));
            for (long batch = 100; batch <= 300; batch += 100) {
                store.append(new LoggedBatch(batch, List.of()), Map::of);
                List<StatePart> pieces =
                        store.writePartials(List.of(new PartialContent("hour", batch, 0, new byte[40])));
                WindowPartials window =
                        new WindowPartials("hour", 100, batch - 100, List.of(new WindowPartial(batch, 1, pieces)));
                store.commit(new Commit(batch, batch + 5, List.of(), Optional.of(List.of(window))));
            }
        }
        assertEquals(0, run("checkpoint", "show", directory.toString(), "200"));
        assertTrue(
                out.toString().contains("window hour: partial results every 100 ms from 100 on, 2 of them, "),
                out.toString());
        assertEquals(0, run("checkpoint", "ls", directory.toString()));
        assertTrue(out.toString().contains("windows (bytes)"), out.toString());
        assertEquals(0, run("checkpoint", "rewind", directory.toString(), "200"));
        try (JournalStore store = open()) {
            assertEquals(
                    List.of(100L, 200L),
                    store.recovered().orElseThrow().windows().orElseThrow().get(0).partials().stream()
                            .map(WindowPartial::batch)
                            .toList());
        }
        assertEquals(0, run("checkpoint", "verify", directory.toString()));
        Path state = directory.resolve("state/0000000001-00000000");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 10] ^= 1;
        Files.write(state, bytes);
        assertEquals(1, run("checkpoint", "verify", directory.toString()));
    }

    @Test
    void verifiesStateToo() throws IOException {
        write();
        assertEquals(0, run("checkpoint", "verify", directory.toString()));
        assertTrue(out.toString().contains("3 commits, 0 problems"), out.toString());
        Path state = directory.resolve("state/0000000001-00000000");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 10] ^= 1;
        Files.write(state, bytes);
        assertEquals(1, run("checkpoint", "verify", directory.toString()));
        assertTrue(out.toString().contains("3 commits, 1 problems"), out.toString());
    }

    @Test
    void goesBackAndDrivesTheDriverOut() {
        write();
        assertEquals(0, run("checkpoint", "rewind", directory.toString(), "100"));
        assertTrue(out.toString().contains("gone back to batch 100: 3 batches run again"), out.toString());
        try (JournalStore store = open()) {
            Progress progress = store.recovered().orElseThrow();
            assertEquals(3, store.epoch());
            assertEquals(100, progress.commit().orElseThrow().batchTime());
            assertEquals(
                    List.of(200L, 300L, 400L), List.copyOf(progress.pending().keySet()));
            assertEquals(1, progress.state().size());
        }
        assertEquals(2, run("checkpoint", "rewind", directory.toString(), "150"));
    }

    @Test
    void aDirectoryWithoutACheckpointIsLeftAsItIs() {
        assertEquals(2, run("checkpoint", "rewind", directory.toString(), "100"));
        assertEquals(2, run("checkpoint", "ls", directory.toString()));
        assertFalse(Files.exists(directory.resolve("epochs")));
    }
}

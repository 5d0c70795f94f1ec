package dev.millrace.e2e.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void givesBothOutputsAndTellsOfErrorsAsTheyCome() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        CommandResult result = Command.of("sh", "-c", "echo $KUBECONFIG; echo first >&2; echo second >&2; exit 3")
                .withKubeconfig(Path.of("/some/file"))
                .telling(told::add)
                .run();
        assertEquals(3, result.exitCode());
        assertEquals("/some/file\n", result.output());
        assertEquals("first\nsecond", result.errors());
        assertEquals(List.of("first", "second"), told);
    }

    @Test
    void aFailureSaysWhatWasRunAndWhatItPrinted() {
        CommandResult result = Command.of("sh", "-c", "echo why >&2; exit 1").run();
        String message = assertThrows(CommandException.class, result::orThrow).getMessage();
        assertTrue(message.contains("ended with 1; expected 0") && message.contains("why"), message);
    }

    @Test
    void whatTakesTooLongIsKilledWithAllThatItStarted() {
        Command command =
                Command.of("sh", "-c", "echo $$ >&2; sleep 1000 & wait").within(Duration.ofSeconds(2));
        String message = assertThrows(CommandException.class, command::run).getMessage();
        assertTrue(message.contains("did not end within"), message);
        long pid = Long.parseLong(message.substring(message.lastIndexOf(' ') + 1));
        ProcessHandle.of(pid).ifPresent(shell -> shell.onExit().join());
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        String message = assertThrows(
                        CommandException.class,
                        () -> Command.of("no-such-program").run())
                .getMessage();
        assertTrue(message.contains("is no-such-program installed?"), message);
    }
}

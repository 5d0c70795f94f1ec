package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | error: a command is missing: run, validate or checkpoint",
                "rum | error: Unmatched argument at index 0: 'rum'",
                "run | error: Missing required parameter: 'FILE'",
                "run --max-batches 0 a.yaml | error: Invalid value for option '--max-batches': expected an integer >= 1, found \"0\"",
                "run --max-batches x a.yaml | error: Invalid value for option '--max-batches': expected an integer >= 1, found \"x\"",
                "run --executors -1 a.yaml | error: Invalid value for option '--executors': expected an integer >= 1, found \"-1\"",
                "run --log-level loud a.yaml | error: --log-level: expected one of trace, debug, info, warn, error, off, found \"loud\"",
                "run --conf a a.yaml | error: Value for option option '--conf' (KEY=VALUE) should be in KEY=VALUE format but was a",
                "run a.yaml --max-batch=3 | error: Unknown option: '--max-batch=3'",
                "run a.yaml b.yaml | error: Unmatched argument at index 2: 'b.yaml'",
            })
    void refusesBadUsage(String arguments, String expected) {
        assertEquals(2, execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertEquals(expected, err.toString().lines().findFirst().orElse(""));
        assertTrue(err.toString().contains("--help'."), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void printsHelpAndVersion() {
        assertEquals(0, execute("--help"));
        assertEquals(0, execute("run", "--help"));
        assertEquals(0, execute("validate", "--help"));
        assertEquals(0, execute("help", "run"));
        assertEquals(0, execute("--version"));
        assertTrue(out.toString().contains("Usage: millrace run"), out.toString());
        assertTrue(out.toString().contains("\nmillrace 0."), out.toString());
        assertEquals("", err.toString());
    }

    private int execute(String... arguments) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }
}

package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorReportTest {
    @TempDir
    Path directory;

    @Test
    void printsAnErrorOfMillraceInOneLine() {
        assertEquals(
                "error[MR-1001]: a.b: expected an integer\n",
                report(new MillraceException(ErrorCode.CONFIGURATION, "a.b: expected an integer"), false));
    }

    @Test
    void namesTheCauseUnlessTheMessageHasIt() {
        IllegalStateException cause = new IllegalStateException("boom");
        assertEquals(
                "error[MR-3001]: a task failed\n  caused by: java.lang.IllegalStateException: boom\n",
                report(new MillraceException(ErrorCode.TASK_FAILED, "a task failed", cause), false));
        assertEquals(
                "error[MR-3001]: a task failed: boom\n",
                report(new MillraceException(ErrorCode.TASK_FAILED, "a task failed: boom", cause), false));
    }

    @Test
    void leavesOutTheStackTraceThatAMessageBringsAlong() {
        IllegalStateException remote = new IllegalStateException("error[MR-3006]: refused\n\tat a.B.c(B.java:1)");
        assertEquals(
                "error[MR-3004]: no source: refused\n",
                report(new MillraceException(ErrorCode.SOURCE, "no source: refused", remote), false));
        assertEquals(
                "error[MR-3004]: no source\n  caused by: java.lang.IllegalStateException: error[MR-3006]: refused\n",
                report(new MillraceException(ErrorCode.SOURCE, "no source", remote), false));
    }

    @Test
    void namesThePlaceInTheProgram() throws Exception {
        Path jar = TestJar.of(
                directory,
                "a.Fails",
                "package a;\npublic class Fails {\npublic static void main(String[] a) {\nInteger.parseInt(\"x\"); } }");
        Map<String, String> settings = Map.of("millrace.app.jar", jar.toString(), "millrace.app.mainClass", "a.Fails");
        Throwable failure = assertThrows(
                NumberFormatException.class,
                () -> Program.of(settings)
                        .run(Program.loader(settings, getClass().getClassLoader())));
        assertEquals("""
                error[MR-3009]: the program failed: java.lang.NumberFormatException: For input string: "x"
                  at user//a.Fails.main(Fails.java:4)
                """, report(failure, false));
    }

    @Test
    void printsTheStackTraceOnlyWhenAskedTo() {
        String text = report(new IllegalStateException("boom"), true);
        assertTrue(
                text.startsWith("error[MR-3009]: the program failed: java.lang.IllegalStateException: boom\n"), text);
        assertTrue(text.contains("\tat " + getClass().getName() + ".printsTheStackTraceOnlyWhenAskedTo("), text);
    }

    @Test
    void leavesTheBeginningOfTheErrorToThoseOutside(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("termination-log");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ErrorReport(out, false, file).print(new IllegalStateException("x".repeat(9_000)));
        String words = Files.readString(file);
        assertEquals(4_096, words.length());
        assertTrue(bytes.toString(StandardCharsets.UTF_8).startsWith(words));

        new ErrorReport(out, false, folder).print(new IllegalStateException("boom"));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("MILLRACE_LAST_WORDS: cannot write " + folder));
    }

    private static String report(Throwable failure, boolean stackTraces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ErrorReport(new PrintStream(bytes, true, StandardCharsets.UTF_8), stackTraces).print(failure);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

package dev.millrace.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A simulation that finds nothing proves nothing. Here it runs on an engine whose source was changed, in a class loader of its
 * own: what keeps the promise is taken out, and the simulation has to notice.
 */
class BrokenSimulationTest {
    private static final int CASES = 10_000;

    @TempDir
    Path classes;

    /** A class of the engine with something else in the place of a piece of its source. */
    private void change(String name, String piece, String instead) throws IOException {
        Path file = Path.of("src/main/java/dev/millrace", name + ".java");
        String source = Files.readString(file);
        assertEquals(source.indexOf(piece), source.lastIndexOf(piece), name + " has it once: " + piece);
        assertTrue(source.contains(piece), name + " has not: " + piece);
        compile(name, source.replace(piece, instead));
    }

    private void compile(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///dev/millrace/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file))
                .call();
        assertTrue(compiled, messages::toString);
    }

    private void assertNoticed() throws Exception {
        assertNoticed(1);
    }

    private void assertNoticed(long from) throws Exception {
        List<URL> path = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        PrintStream errors = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Object failure = loader.loadClass("dev.millrace.oracle.SimulatedJobs")
                    .getMethod("firstFailure", long.class, int.class)
                    .invoke(null, from, CASES);
            assertNotNull(failure, "nothing was noticed in " + CASES + " cases");
        } finally {
            thread.setContextClassLoader(before);
            System.setErr(errors);
        }
    }

    @Test
    void withoutFencingItFails() throws Exception {
        change(
                "checkpoint/Fence",
                "if (storage.exists(Names.epoch(epoch + 1)) || !storage.exists(Names.epoch(epoch))) {",
                "if (epoch < 0) {");
        assertNoticed();
    }

    @Test
    void withoutTheOffsetLogItFails() throws Exception {
        change(
                "streaming/InputRecovery",
                "ranges(batch, batch.time() > positionsAt)",
                "ranges(batch, batch.time() > positionsAt && batch.time() <= committed)");
        Path generator = Path.of("src/main/java/dev/millrace/batch/JobGenerator.java");
        String source = Files.readString(generator);
        assertTrue(source.contains("new BatchRun(batch.getKey(), batch.getValue(), clock.nanos())"));
        compile(
                "batch/JobGenerator",
                source.replace("batch.getValue(), clock.nanos()", "askedAnew(batch.getKey()), clock.nanos()")
                        .replace(
                                "    private boolean isStopped() {",
                                "    private List<InputRange> askedAnew(long time) { try { return graph.assign(time); }"
                                        + " catch (Exception e) { throw new IllegalStateException(e); } }\n"
                                        + "    private boolean isStopped() {"));
        assertNoticed();
    }

    /**
     * Only where a task fails in the middle of a state, and goes on where it was, is the log used: once in thousands of jobs. One seed
     * is as good as another; from this one on the first is not far.
     */
    @Test
    @Timeout(400)
    void withoutTheUndoLogItFails() throws Exception {
        change("execution/StateChunk", "                apply(undo, table, null);\n", "");
        assertNoticed(3_900);
    }

    @Test
    void withoutWaitingForTheCommitBeforeItFails() throws Exception {
        change("streaming/StateRecovery", "                    committed.accept(batch);\n", "");
        assertNoticed();
    }

    @Test
    void withoutWritingWindowsDownItFails() throws Exception {
        change(
                "streaming/WindowRecovery",
                "for (Time time : stream.due(batch)) {",
                "for (Time time : List.<Time>of()) {");
        assertNoticed();
    }

    @Test
    void theEngineAsItIsReplaysExactly() {
        for (long seed = 1; seed <= 20; seed++) {
            SimulationCase testCase = PropertyCheck.generate(new SimulationProperty(), seed);
            SimulatedJob first = new SimulatedJob(testCase);
            assertEquals(null, first.difference());
            SimulatedJob second = new SimulatedJob(testCase);
            assertEquals(null, second.difference());
            assertEquals(first.trace(), second.trace(), "seed " + seed);
        }
    }
}

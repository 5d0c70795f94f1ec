package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class ProgramTest {
    @TempDir
    Path directory;

    @Test
    void readsJarClassAndArgumentsFromTheSettings() {
        Program program = Program.of(Map.of(
                "millrace.app.jar", "/a/b.jar",
                "millrace.app.mainClass", "a.B",
                "millrace.app.args.0", "x",
                "millrace.app.args.1", "",
                "millrace.app.args.3", "behind a gap"));
        assertEquals(new Program(Path.of("/a/b.jar"), "a.B", List.of("x", "")), program);
    }

    @Test
    void runsMainWithItsArguments() throws Throwable {
        Map<String, String> settings = settings(
                "a.Main",
                "package a; class Main { public static void main(String[] a) { System.setProperty(a[0], a[1]); } }");
        Program.of(with(settings, "program.test", "ran")).run(loader(settings));
        assertEquals("ran", System.getProperty("program.test"));
        System.clearProperty("program.test");
    }

    @Test
    void throwsWhatMainThrows() throws Exception {
        Map<String, String> settings = settings(
                "a.Fails",
                "package a; public class Fails { public static void main(String[] a) throws Exception {"
                        + " throw new java.io.IOException(\"disk\"); } }");
        IOException e =
                assertThrows(IOException.class, () -> Program.of(settings).run(loader(settings)));
        assertEquals("disk", e.getMessage());
    }

    @Test
    void aClassInTheJarWinsOverOneOfTheSameNameOnTheClassPath() throws Exception {
        String name = "dev.other.Library";
        Path own = TestJar.of(
                directory, "org.awaitility.Awaitility", "package org.awaitility; public class Awaitility {}");
        ClassLoader loader = Program.loader(
                Map.of("millrace.app.jar", own.toString()), getClass().getClassLoader());
        assertSame(loader, loader.loadClass("org.awaitility.Awaitility").getClassLoader());
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass(name));
    }

    @Test
    void whatTheEngineSharesWithTheProgramComesFromTheParent() throws Exception {
        Path own = TestJar.of(directory, "org.slf4j.Logger", "package org.slf4j; public interface Logger {}");
        ClassLoader loader = Program.loader(
                Map.of("millrace.app.jar", own.toString()), getClass().getClassLoader());
        assertSame(Logger.class, loader.loadClass("org.slf4j.Logger"));
        assertSame(ErrorCode.class, loader.loadClass("dev.millrace.error.ErrorCode"));
        assertSame(String.class, loader.loadClass("java.lang.String"));
    }

    @Test
    void aJarWithMicrometerInItAddsItsRegistryToThatOfTheEngine() throws Exception {
        Path own = TestJar.of(
                directory,
                "io.micrometer.core.instrument.MeterRegistry",
                "package io.micrometer.core.instrument; public abstract class MeterRegistry {}");
        ClassLoader loader = Program.loader(
                Map.of("millrace.app.jar", own.toString()), getClass().getClassLoader());
        assertSame(MeterRegistry.class, loader.loadClass(MeterRegistry.class.getName()));
    }

    /** Micrometer's one for Kafka needs Kafka, which the class path of the engine does not have. */
    @Test
    void whatMeasuresALibraryComesFromTheJarThatHasTheLibrary() throws Exception {
        String name = "io.micrometer.core.instrument.binder.jvm.JvmGcMetrics";
        Path own = TestJar.of(
                directory, name, "package io.micrometer.core.instrument.binder.jvm; public class JvmGcMetrics {}");
        ClassLoader loader = Program.loader(
                Map.of("millrace.app.jar", own.toString()), getClass().getClassLoader());
        assertSame(loader, loader.loadClass(name).getClassLoader());
    }

    @Test
    void aProgramBelowMillracesOwnPackagesIsFoundInItsJar() throws Exception {
        Path own = TestJar.of(
                directory, "dev.millrace.examples.Mine", "package dev.millrace.examples; public class Mine {}");
        ClassLoader loader = Program.loader(
                Map.of("millrace.app.jar", own.toString()), getClass().getClassLoader());
        assertSame(loader, loader.loadClass("dev.millrace.examples.Mine").getClassLoader());
    }

    @Test
    void refusesAMissingJar() {
        assertRefused(
                "no such jar: /none/a.jar; build it, or correct the path",
                Map.of("millrace.app.jar", "/none/a.jar", "millrace.app.mainClass", "a.B"));
    }

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "hello");
        MillraceException e = refused(Map.of("millrace.app.jar", text.toString(), "millrace.app.mainClass", "a.B"));
        assertTrue(e.getMessage().startsWith(text + " is not a readable jar: "), e.getMessage());
    }

    @Test
    void suggestsTheClassOfTheSameSimpleName() throws Exception {
        Map<String, String> settings = settings("a.b.WordCount", "package a.b; public class WordCount {}");
        String jar = settings.get("millrace.app.jar");
        assertRefused(
                "spec.application.mainClass: there is no class c.Wordcount in " + jar + "; did you mean a.b.WordCount?",
                Map.of("millrace.app.jar", jar, "millrace.app.mainClass", "c.Wordcount"));
    }

    @Test
    void suggestsTheClassThatWasMisspelt() throws Exception {
        Map<String, String> settings = settings("a.b.WordCount", "package a.b; public class WordCount {}");
        String jar = settings.get("millrace.app.jar");
        assertRefused(
                "spec.application.mainClass: there is no class a.b.WordCuont in " + jar
                        + "; did you mean a.b.WordCount?",
                Map.of("millrace.app.jar", jar, "millrace.app.mainClass", "a.b.WordCuont"));
        assertRefused(
                "spec.application.mainClass: there is no class a.b.Orders in " + jar,
                Map.of("millrace.app.jar", jar, "millrace.app.mainClass", "a.b.Orders"));
    }

    @Test
    void refusesAClassWithoutMain() throws Exception {
        assertRefused(
                "spec.application.mainClass: a.NoMain has no method public static void main(String[])",
                settings("a.NoMain", "package a; public class NoMain { public static void main() {} }"));
    }

    @Test
    void refusesAMainThatIsNotPublicAndStatic() throws Exception {
        assertRefused(
                "spec.application.mainClass: the main method of a.Hidden is not public and static",
                settings("a.Hidden", "package a; public class Hidden { static void main(String[] a) {} }"));
        assertRefused(
                "spec.application.mainClass: the main method of a.Instance is not public and static",
                settings("a.Instance", "package a; public class Instance { public void main(String[] a) {} }"));
    }

    @Test
    void refusesSettingsWithoutAMainClass() {
        MillraceException e = assertThrows(MillraceException.class, () -> Program.of(Map.of()));
        assertEquals(ErrorCode.CONFIGURATION, e.code());
    }

    private Map<String, String> settings(String className, String source) throws IOException {
        Path jar = TestJar.of(directory, className, source);
        return Map.of("millrace.app.jar", jar.toString(), "millrace.app.mainClass", className);
    }

    private static Map<String, String> with(Map<String, String> settings, String... arguments) {
        Map<String, String> all = new java.util.HashMap<>(settings);
        for (int i = 0; i < arguments.length; i++) {
            all.put("millrace.app.args." + i, arguments[i]);
        }
        return all;
    }

    private ClassLoader loader(Map<String, String> settings) {
        return Program.loader(settings, getClass().getClassLoader());
    }

    private MillraceException refused(Map<String, String> settings) {
        return assertThrows(MillraceException.class, () -> Program.of(settings).run(loader(settings)));
    }

    private void assertRefused(String message, Map<String, String> settings) {
        MillraceException e = refused(settings);
        assertEquals(ErrorCode.PROGRAM, e.code());
        assertEquals(message, e.getMessage());
    }
}

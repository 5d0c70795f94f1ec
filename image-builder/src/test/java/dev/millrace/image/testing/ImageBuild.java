package dev.millrace.image.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The builder on the inputs of an image. */
public abstract class ImageBuild {
    @TempDir
    protected Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // links a runtime and makes a class-data archive
    void aSecondBuildFromTheSamePackagesHasTheSameBytes() throws Exception {
        Path cache = Files.createDirectory(directory.resolve("cache"));
        Files.createSymbolicLink(cache.resolve("debian"), Path.of(System.getProperty("image.cache"), "debian"));
        Path again = directory.resolve("again.tar");
        run("@" + System.getProperty("image.arguments"), "--output=" + again, "--cache=" + cache);
        assertEquals(-1, Files.mismatch(ImageArchive.FILE, again), "the two archives differ");
    }

    @Test
    void everyModuleThatMillracesJarsNeedIsInTheRuntime() throws Exception {
        Path inputs = Path.of(System.getProperty("image.arguments")).resolveSibling("millrace");
        List<String> jars;
        try (Stream<Path> files = Files.list(inputs)) {
            jars = files.map(Path::toString).sorted().toList();
        }
        Set<String> linked = new TreeSet<>();
        new ImageArchive(ImageArchive.FILE).entries().forEach(entry -> {
            if (entry.getName().startsWith("opt/java/legal/") && entry.getName().endsWith("/LICENSE")) {
                linked.add(entry.getName().split("/")[3]);
            }
        });
        List<String> words =
                new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps", "--multi-release=17"));
        words.addAll(jars);
        Process jdeps = new ProcessBuilder(
                        Stream.concat(Stream.of(System.getProperty("java.home") + "/bin/jdeps"), words.stream())
                                .toList())
                .redirectErrorStream(true)
                .start();
        String needed = new String(jdeps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, jdeps.waitFor(), needed);
        Set<String> missing = new TreeSet<>(List.of(needed.split(",")));
        assertTrue(missing.contains("java.base"), needed);
        missing.removeAll(linked);
        assertEquals(Set.of(), missing, "modules to add to java-modules.txt");
    }

    /** Runs the builder with these arguments. */
    public static void run(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.image.Main"));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}

package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataArchiveTest {
    @TempDir
    Path temporary;

    private Path directory = Path.of("");
    private Path jar = Path.of("");

    @BeforeEach
    void makeAJar() throws IOException {
        directory = temporary.resolve("class-data");
        jar = Files.writeString(temporary.resolve("engine.jar"), "jar");
    }

    @Test
    void isUsedOnceItIsPublished() throws IOException {
        ClassDataArchive archive = archive();
        assertEquals(List.of(), archive.options());
        Path begun = archive.begin().orElseThrow();
        Files.writeString(begun, "data");
        assertEquals(List.of(), archive.options());
        archive.publish(begun);
        assertTrue(archive.options().contains("-XX:SharedArchiveFile=" + files().get(0)), archive.options() + "");
        assertEquals("data", Files.readString(files().get(0)));
        assertEquals(archive.options(), archive().options());
        assertEquals(Optional.empty(), archive().begin());
    }

    @Test
    void isAnotherOneForAnotherJarAndTheOldOneGoes() throws IOException {
        make(archive());
        Path old = files().get(0);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(100)));
        assertEquals(List.of(), archive().options());
        make(archive());
        assertFalse(Files.exists(old));
        old = files().get(0);
        Files.writeString(jar, "larger jar");
        assertEquals(List.of(), archive().options());
        make(archive());
        assertFalse(Files.exists(old));
        assertEquals(1, files().size());
    }

    @Test
    void leavesThoseOfOtherBuildsUntilNobodyUsesThem() throws IOException {
        ClassDataArchive other = ClassDataArchive.of(directory, temporary.resolve("other"), List.of(jar))
                .orElseThrow();
        make(other);
        make(archive());
        assertEquals(2, files().size());
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
        for (Path file : files()) {
            Files.setLastModifiedTime(file, longAgo);
        }
        assertFalse(archive().options().isEmpty());
        archive().begin();
        assertFalse(archive().options().isEmpty());
        assertEquals(List.of(), other.options());
    }

    @Test
    void isMadeByOneLauncherAndAgainWhenThatWasKilled() throws Exception {
        Path begun = archive().begin().orElseThrow();
        Process other = new ProcessBuilder("sleep", "100").start();
        Path others = begun.resolveSibling(begun.getFileName()
                .toString()
                .replace("." + ProcessHandle.current().pid() + ".", "." + other.pid() + "."));
        Files.writeString(others, "half");
        assertEquals(Optional.empty(), archive().begin());
        other.destroyForcibly().waitFor();
        assertEquals(Optional.of(begun), archive().begin());
        assertFalse(Files.exists(others));
    }

    @Test
    void isNotMadeWhereItCannotBeWritten() throws IOException {
        Files.writeString(directory, "no directory");
        assertEquals(Optional.empty(), archive().begin());
        assertEquals(List.of(), archive().options());
    }

    @Test
    void isNoneWhereAJarIsMissing() throws IOException {
        Files.delete(jar);
        assertEquals(Optional.empty(), ClassDataArchive.of(directory, temporary, List.of(jar)));
    }

    private ClassDataArchive archive() {
        return ClassDataArchive.of(directory, temporary, List.of(jar)).orElseThrow();
    }

    private static void make(ClassDataArchive archive) throws IOException {
        Path begun = archive.begin().orElseThrow();
        archive.publish(Files.writeString(begun, "data"));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}

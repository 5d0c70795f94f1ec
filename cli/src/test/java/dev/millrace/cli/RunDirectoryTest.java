package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RunDirectoryTest {
    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        try (RunDirectory directory = RunDirectory.create(false)) {
            assertEquals("rwx------", permissions(directory.path()));
            assertEquals("rw-------", permissions(directory.write("key", "secret")));
            assertEquals("rw-------", permissions(directory.write("conf", Map.of("a", "b"))));
        }
    }

    @Test
    void writesPropertiesThatAreReadBack() throws IOException {
        Map<String, String> settings = Map.of("a b", " x=y\n", "ü", "\u4e16", "path", "C:\\x");
        try (RunDirectory directory = RunDirectory.create(false);
                Reader in = Files.newBufferedReader(directory.write("conf", settings))) {
            Properties properties = new Properties();
            properties.load(in);
            assertEquals(settings, properties);
        }
    }

    @Test
    void isGoneWhenClosedUnlessKept() throws IOException {
        RunDirectory directory = RunDirectory.create(false);
        Files.createDirectories(directory.path("a/b"));
        directory.write("a/b/c", "d");
        directory.close();
        assertFalse(Files.exists(directory.path()));

        RunDirectory kept = RunDirectory.create(true);
        kept.close();
        assertTrue(Files.exists(kept.path()));
        Files.delete(kept.path());
    }

    @Test
    void removesWhatALauncherThatWasKilledLeft() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path left = Files.createTempDirectory("millrace-run-" + gone.pid() + "-");
        Files.writeString(left.resolve("driver.key"), "secret");
        try (RunDirectory mine = RunDirectory.create(false);
                RunDirectory another = RunDirectory.create(false)) {
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(mine.path()));
            assertTrue(Files.exists(another.path()));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

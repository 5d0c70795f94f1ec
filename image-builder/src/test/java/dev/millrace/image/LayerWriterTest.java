package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWriterTest {
    @TempDir
    Path directory;

    @Test
    void entriesAreSortedOwnedByRootAndOfOneTime() throws Exception {
        Layer layer = TestImages.layer(directory, "layer", content -> {
            content.putText("/b/z", "z");
            content.put("/tmp", new Entry.Directory(01777));
            content.put("/b/link", new Entry.Link("z"));
            content.putText("/a", "a");
            content.putText("/b-side", "after what is in /b");
        });

        List<String> entries = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(layer.blob())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add("%s %o %s".formatted(entry.getName(), entry.getMode() & 07777, entry.getLinkName()));
                assertEquals(0, entry.getLongUserId() + entry.getLongGroupId());
                assertEquals("", entry.getUserName() + entry.getGroupName());
                assertEquals(TestImages.TIME, entry.getLastModifiedDate().toInstant());
            }
        }
        assertEquals(List.of("a 644 ", "b/ 755 ", "b/link 777 z", "b/z 644 ", "b-side 644 ", "tmp/ 1777 "), entries);
    }

    @Test
    void timesUmasksAndOrderOfTheSourcesChangeNothing() throws Exception {
        Layer first = TestImages.layer(directory, "first", content -> {
            content.putTree(tree("one", "rwxrwxrwx", "rw-rw-rw-", 1_000), "/opt");
            content.putText("/etc/name", "x");
        });
        Layer second = TestImages.layer(directory, "second", content -> {
            content.putText("/etc/name", "x");
            content.putTree(tree("two", "rwx------", "rw-------", 2_000), "/opt");
        });
        assertEquals(first.digest(), second.digest());
        assertEquals(first.digest(), Digests.of(first.blob()));
        assertEquals(first.size(), Files.size(first.blob()));
    }

    @Test
    void refusesPathsThatAreNotThoseOfAnImage() {
        LayerContent content = new LayerContent();
        assertThrows(IllegalArgumentException.class, () -> content.putText("etc/passwd", ""));
        assertThrows(IllegalArgumentException.class, () -> content.putText("/etc/", ""));
    }

    private Path tree(String name, String executable, String plain, long seconds) {
        try {
            Path tree = Files.createDirectories(directory.resolve(name).resolve("below"));
            for (String permissions : List.of(executable, plain)) {
                Path file = Files.writeString(tree.resolve(permissions.contains("x") ? "run" : "read"), "text");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
                Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(seconds)));
            }
            return directory.resolve(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

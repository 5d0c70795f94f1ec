package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFileSystemTest {
    @TempDir
    Path directory;

    @Test
    void higherLayersReplaceAndRemoveWhatLowerOnesHave() throws Exception {
        RootFileSystem files = unpack(
                TestImages.layer(directory, "low", content -> {
                    content.putText("/etc/changed", "low");
                    content.putText("/etc/removed/below", "low");
                    content.putText("/etc/kept", "low");
                }),
                TestImages.layer(directory, "high", content -> {
                    content.putText("/etc/changed", "high");
                    content.putText("/etc/.wh.removed", "");
                }));
        assertEquals("high", Files.readString(files.resolve("/etc/changed")));
        assertEquals("low", Files.readString(files.resolve("/etc/kept")));
        assertFalse(Files.exists(files.resolve("/etc/removed")));
        assertEquals(
                TestImages.TIME,
                Files.getLastModifiedTime(files.resolve("/etc/kept")).toInstant());
    }

    @Test
    void aLinkToAnAbsolutePathStaysInside() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        RootFileSystem files = unpack(
                TestImages.layer(directory, "low", content -> content.put("/link", new Entry.Link(outside.toString()))),
                linkedFile());
        assertFalse(Files.exists(outside.resolve("file")));
        assertEquals("text", Files.readString(files.resolve(outside + "/file")));
    }

    @Test
    void aLinkThatLeavesTheImageIsRefused() {
        Layer link = TestImages.layer(directory, "link", content -> content.put("/link", new Entry.Link("../../..")));
        assertThrows(ImageException.class, () -> unpack(link, linkedFile()));
        assertFalse(Files.exists(directory.resolve("file"), LinkOption.NOFOLLOW_LINKS));
    }

    /** A file whose parent an earlier layer has as a link; no layer of this builder's own is like that. */
    private Layer linkedFile() {
        Path blob = directory.resolve("file.tar.gz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(blob)))) {
            TarArchiveEntry entry = new TarArchiveEntry("link/file");
            entry.setSize(4);
            tar.putArchiveEntry(entry);
            tar.write("text".getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Layer(blob, Layer.GZIP, "not asked for", "not asked for", 0);
    }

    private RootFileSystem unpack(Layer... layers) {
        return RootFileSystem.unpack(TestImages.image(layers), directory.resolve("root"));
    }
}

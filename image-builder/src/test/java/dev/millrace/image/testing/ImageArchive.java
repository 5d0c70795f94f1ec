package dev.millrace.image.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image as a container runtime reads it; on purpose not with the builder's own classes. */
public final class ImageArchive {
    /** The archive that this build has made. */
    public static final Path FILE = Path.of(System.getProperty("image.archive"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, byte[]> files = new HashMap<>();

    public ImageArchive(Path archive) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
    }

    public JsonNode index() throws IOException {
        return JSON.readTree(file("index.json"));
    }

    public JsonNode manifest() throws IOException {
        return JSON.readTree(blob(index().path("manifests").path(0)));
    }

    public JsonNode configuration() throws IOException {
        return JSON.readTree(blob(manifest().path("config")));
    }

    /** The entries of each layer, the lowest layer first. */
    public List<List<TarArchiveEntry>> layers() throws IOException {
        List<List<TarArchiveEntry>> layers = new ArrayList<>();
        for (JsonNode layer : manifest().path("layers")) {
            List<TarArchiveEntry> entries = new ArrayList<>();
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(blob(layer))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.add(entry);
                }
            }
            layers.add(entries);
        }
        return layers;
    }

    public List<TarArchiveEntry> entries() throws IOException {
        return layers().stream().flatMap(List::stream).toList();
    }

    /** Writes the layers as files, lowest first, for a program that unpacks them. */
    public List<Path> writeLayers(Path directory) throws IOException {
        List<Path> written = new ArrayList<>();
        for (JsonNode layer : manifest().path("layers")) {
            written.add(Files.write(directory.resolve("layer-" + written.size() + ".tar.gz"), blob(layer)));
        }
        return written;
    }

    private byte[] blob(JsonNode descriptor) {
        return file("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
    }

    private byte[] file(String name) {
        byte[] file = files.get(name);
        if (file == null) {
            throw new AssertionError("the archive has no " + name + ", only " + files.keySet());
        }
        return file;
    }
}

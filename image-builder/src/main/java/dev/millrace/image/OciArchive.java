package dev.millrace.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar of an OCI image layout with one image: {@code oci-layout}, {@code index.json} and the blobs by digest. It carries
 * its name twice: as the specification has it, and as containerd wants it to find an image under its whole name.
 */
final class OciArchive {
    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String BLOBS = "blobs/sha256/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private OciArchive() {}

    /** Writes an image; {@code time} is that of every entry of the archive. */
    static void write(OciImage image, ImageName name, Instant time, Path archive) {
        try {
            Map<String, byte[]> documents = new TreeMap<>();
            Map<String, Path> blobs = new TreeMap<>();
            image.layers().forEach(layer -> blobs.put(BLOBS + Digests.hex(layer.digest()), layer.blob()));

            ObjectNode manifest = JSON.createObjectNode();
            manifest.put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE);
            manifest.set("config", store(documents, CONFIG_TYPE, image.config().json()));
            for (Layer layer : image.layers()) {
                manifest.withArray("layers").add(descriptor(layer.mediaType(), layer.digest(), layer.size()));
            }

            ObjectNode index = JSON.createObjectNode();
            index.put("schemaVersion", 2).put("mediaType", INDEX_TYPE);
            ObjectNode entry = store(documents, MANIFEST_TYPE, manifest);
            entry.putObject("platform")
                    .put("architecture", image.config().architecture())
                    .put("os", "linux");
            entry.putObject("annotations")
                    .put("io.containerd.image.name", name.qualified())
                    .put("org.opencontainers.image.ref.name", name.toString());
            index.withArray("manifests").add(entry);
            documents.put("index.json", JSON.writeValueAsBytes(index));
            documents.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
            writeTar(documents, blobs, time, archive);
        } catch (IOException e) {
            throw new ImageException("cannot write the image " + name + " to " + archive + ": " + e, e);
        }
    }

    private static ObjectNode store(Map<String, byte[]> documents, String mediaType, ObjectNode document)
            throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(document);
        String digest = Digests.of(bytes);
        documents.put(BLOBS + Digests.hex(digest), bytes);
        return descriptor(mediaType, digest, bytes.length);
    }

    private static ObjectNode descriptor(String mediaType, String digest, long size) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest)
                .put("size", size);
    }

    private static void writeTar(Map<String, byte[]> documents, Map<String, Path> blobs, Instant time, Path archive)
            throws IOException {
        Files.createDirectories(archive.toAbsolutePath().getParent());
        Path unfinished = archive.resolveSibling(archive.getFileName() + ".part");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16))) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Map.Entry<String, byte[]> document : documents.entrySet()) {
                tar.putArchiveEntry(header(document.getKey(), document.getValue().length, time));
                tar.write(document.getValue());
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, Path> blob : blobs.entrySet()) {
                tar.putArchiveEntry(header(blob.getKey(), Files.size(blob.getValue()), time));
                Files.copy(blob.getValue(), tar);
                tar.closeArchiveEntry();
            }
        }
        Files.move(unfinished, archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static TarArchiveEntry header(String name, long size, Instant time) {
        TarArchiveEntry header = new TarArchiveEntry(name);
        header.setSize(size);
        header.setMode(LayerContent.PLAIN);
        header.setModTime(time.toEpochMilli());
        header.setIds(0, 0);
        header.setNames("", "");
        return header;
    }

    /**
     * Reads an archive with one image; its blobs go to {@code scratch}, checked against their digests.
     *
     * @throws ImageException when it is none, or damaged
     */
    static OciImage read(Path archive, Path scratch) {
        try {
            unpack(archive, scratch);
            JsonNode index = JSON.readTree(scratch.resolve("index.json").toFile());
            if (index.path("manifests").size() != 1) {
                throw new ImageException(archive + " is no OCI archive with one image: its index.json names "
                        + index.path("manifests").size() + " manifests");
            }
            JsonNode manifest = JSON.readTree(
                    blob(archive, scratch, index.path("manifests").path(0)).toFile());
            ImageConfig config = new ImageConfig((ObjectNode) JSON.readTree(
                    blob(archive, scratch, manifest.path("config")).toFile()));
            List<String> diffIds = config.diffIds();
            List<Layer> layers = new ArrayList<>();
            for (JsonNode layer : manifest.path("layers")) {
                layers.add(new Layer(
                        blob(archive, scratch, layer),
                        layer.path("mediaType").asText(),
                        layer.path("digest").asText(),
                        diffIds.get(layers.size()),
                        layer.path("size").asLong()));
            }
            return new OciImage(config, layers);
        } catch (IOException e) {
            throw new ImageException("cannot read the image " + archive + ": " + e, e);
        }
    }

    private static Path blob(Path archive, Path scratch, JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        Path blob = scratch.resolve(BLOBS + Digests.hex(digest));
        if (!Files.isRegularFile(blob) || !Digests.of(blob).equals(digest)) {
            throw new ImageException(archive + " is damaged: its blob " + digest + " is missing or has other content");
        }
        return blob;
    }

    private static void unpack(Path archive, Path scratch) throws IOException {
        Files.createDirectories(scratch.resolve(BLOBS));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    Path file = scratch.resolve(entry.getName()).normalize();
                    if (!file.startsWith(scratch)) {
                        throw new ImageException(archive + " has an entry outside of it: " + entry.getName());
                    }
                    Files.copy(tar, file);
                }
            }
        }
    }
}

package dev.millrace.image.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;

/** What every image of Millrace's holds and how a container runtime finds it. */
public abstract class ImageContract {
    /** Of the finished product, with all connectors: what issues promise. */
    private static final long MOST_BYTES = 110_000_000;

    protected final ImageArchive image;

    private final String name;
    private final String mainClass;
    private final List<String> witnesses;

    /**
     * @param name of the image, without a tag
     * @param mainClass what it starts when the pod says nothing else
     * @param witnesses for each layer how the path of a file begins that is in it and in no other, lowest layer first
     */
    protected ImageContract(String name, String mainClass, List<String> witnesses) throws IOException {
        this.image = new ImageArchive(ImageArchive.FILE);
        this.name = name;
        this.mainClass = mainClass;
        this.witnesses = List.copyOf(witnesses);
    }

    @Test
    void processesAreNotRootAndTheJvmIsTheFirst() throws Exception {
        JsonNode settings = image.configuration().path("config");
        assertEquals("10001:10001", settings.path("User").asText());
        assertEquals(List.of("/opt/java/bin/java", "@/opt/millrace/jvm.options"), texts(settings.path("Entrypoint")));
        assertEquals(List.of(mainClass), texts(settings.path("Cmd")));
        assertEquals("/tmp", settings.path("WorkingDir").asText());
    }

    @Test
    void layersAreInTheOrderOfHowOftenTheyChange() throws Exception {
        List<List<TarArchiveEntry>> layers = image.layers();
        assertEquals(witnesses.size(), layers.size());
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int witness = 0; witness < witnesses.size(); witness++) {
                String path = witnesses.get(witness);
                boolean found = layers.get(layer).stream()
                        .anyMatch(entry -> entry.getName().startsWith(path));
                assertEquals(layer == witness, found, path + " in layer " + layer);
            }
        }
    }

    @Test
    void everythingBelongsToRootAndOnlyTmpIsWritableForOthers() throws Exception {
        for (TarArchiveEntry entry : image.entries()) {
            assertEquals(0, entry.getLongUserId() + entry.getLongGroupId(), entry.getName());
            if (!entry.isSymbolicLink()) {
                boolean isTmp = entry.getName().equals("tmp/");
                assertEquals(isTmp ? 01777 : entry.getMode() & 0755, entry.getMode() & 07777, entry.getName());
            }
        }
    }

    @Test
    void thereIsNoProgramButJavas() throws Exception {
        Set<String> programs = image.entries().stream()
                .filter(entry -> entry.isFile() && !entry.isSymbolicLink() && (entry.getMode() & 0111) != 0)
                .map(TarArchiveEntry::getName)
                .filter(name -> !name.startsWith("opt/java/") && !name.contains(".so"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), programs);
    }

    @Test
    void licencesAndVersionsOfThePackagesAreThere() throws Exception {
        Set<String> names =
                image.entries().stream().map(TarArchiveEntry::getName).collect(Collectors.toSet());
        String packages = image.configuration()
                .at("/config/Labels/dev.millrace.image.debian-packages")
                .asText();
        for (String each : List.of("libc6", "libgcc-s1", "libstdc++6", "zlib1g", "ca-certificates")) {
            assertTrue(names.contains("var/lib/dpkg/status.d/" + each), each);
            assertTrue((" " + packages).contains(" " + each + "="), packages);
            boolean linksToAnothers = names.contains("usr/share/doc/" + each);
            boolean hasText = names.contains("usr/share/doc/" + each + "/copyright") || linksToAnothers;
            assertTrue(hasText, each);
        }
        assertTrue(names.stream().anyMatch(name -> name.matches("usr/share/doc/gcc-[0-9]+-base/copyright")));
        assertTrue(names.contains("opt/java/legal/java.base/LICENSE"));
        assertTrue(names.contains("etc/os-release"));
    }

    @Test
    void labelsSayWhatItIs() throws Exception {
        JsonNode labels = image.configuration().at("/config/Labels");
        for (String label : List.of("title", "version", "licenses")) {
            assertFalse(
                    labels.path("org.opencontainers.image." + label).asText().isEmpty(), label);
        }
        assertFalse(labels.path("dev.millrace.image.java").asText().isEmpty());
    }

    @Test
    void containerRuntimesFindItUnderItsName() throws Exception {
        JsonNode descriptor = image.index().path("manifests").path(0);
        String full = name + ":"
                + image.configuration()
                        .at("/config/Labels/org.opencontainers.image.version")
                        .asText();
        assertEquals(
                full,
                descriptor.at("/annotations/org.opencontainers.image.ref.name").asText());
        assertEquals(
                "docker.io/" + full,
                descriptor.at("/annotations/io.containerd.image.name").asText());
        assertEquals("linux", descriptor.at("/platform/os").asText());
    }

    @Test
    void itIsSmallEnoughToPull() throws Exception {
        long bytes = 0;
        for (JsonNode layer : image.manifest().path("layers")) {
            System.out.println(
                    layer.path("digest").asText() + " " + layer.path("size").asLong());
            bytes += layer.path("size").asLong();
        }
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes compressed; at most " + MOST_BYTES);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}

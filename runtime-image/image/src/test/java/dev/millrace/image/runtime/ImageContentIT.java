package dev.millrace.image.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the image holds and how a container runtime finds it. */
class ImageContentIT {
    /** Of the finished product, with the connectors to Kafka and Cassandra: what issues promise. */
    private static final long MOST_BYTES = 110_000_000;

    private static ImageArchive image;

    @BeforeAll
    static void read() throws Exception {
        image = new ImageArchive(ImageArchive.FILE);
    }

    @Test
    void processesAreNotRootAndTheJvmIsTheFirst() throws Exception {
        JsonNode settings = image.configuration().path("config");
        assertEquals("10001:10001", settings.path("User").asText());
        assertEquals(List.of("/opt/java/bin/java", "@/opt/millrace/jvm.options"), texts(settings.path("Entrypoint")));
        assertEquals(List.of("dev.millrace.runtime.DriverMain"), texts(settings.path("Cmd")));
        assertEquals("/tmp", settings.path("WorkingDir").asText());
    }

    @Test
    void layersAreInTheOrderOfHowOftenTheyChange() throws Exception {
        List<String> witnesses = List.of(
                "lib64",
                "opt/java/lib/modules",
                "opt/millrace/lib/netty-common-",
                "opt/millrace/lib/millrace-engine-",
                "opt/millrace/class-data.jsa",
                "opt/millrace/examples/word-count.jar");
        List<List<TarArchiveEntry>> layers = image.layers();
        assertEquals(witnesses.size(), layers.size());
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int witness = 0; witness < witnesses.size(); witness++) {
                String name = witnesses.get(witness);
                boolean found = layers.get(layer).stream()
                        .anyMatch(entry -> entry.getName().startsWith(name));
                assertEquals(layer == witness, found, name + " in layer " + layer);
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
        for (String name : List.of("libc6", "libgcc-s1", "libstdc++6", "zlib1g", "ca-certificates")) {
            assertTrue(names.contains("var/lib/dpkg/status.d/" + name), name);
            assertTrue((" " + packages).contains(" " + name + "="), packages);
            boolean linksToAnothers = names.contains("usr/share/doc/" + name);
            boolean hasText = names.contains("usr/share/doc/" + name + "/copyright") || linksToAnothers;
            assertTrue(hasText, name);
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
        String name = "millrace/runtime:"
                + image.configuration()
                        .at("/config/Labels/org.opencontainers.image.version")
                        .asText();
        assertEquals(
                name,
                descriptor.at("/annotations/org.opencontainers.image.ref.name").asText());
        assertEquals(
                "docker.io/" + name,
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

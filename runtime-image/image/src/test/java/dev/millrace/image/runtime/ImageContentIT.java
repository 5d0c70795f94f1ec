package dev.millrace.image.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.image.testing.ImageContract;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;

/** What the runtime's image holds and how a container runtime finds it. */
class ImageContentIT extends ImageContract {
    ImageContentIT() throws IOException {
        super(
                "millrace/runtime",
                "dev.millrace.runtime.DriverMain",
                List.of(
                        "lib64",
                        "opt/java/lib/modules",
                        "opt/millrace/lib/netty-common-",
                        "opt/millrace/connectors/kafka-clients-",
                        "opt/millrace/lib/millrace-engine-",
                        "opt/millrace/class-data.jsa",
                        "opt/millrace/examples/word-count.jar"));
    }

    /** A library in both directories would be there twice for the connectors, and only once for the engine. */
    @Test
    void theConnectorsBringNothingThatTheEngineHas() throws IOException {
        Set<String> engine = artifacts("opt/millrace/lib/");
        Set<String> connectors = artifacts("opt/millrace/connectors/");
        assertTrue(connectors.containsAll(Set.of("millrace-kafka", "millrace-cassandra")), connectors::toString);
        connectors.retainAll(engine);
        assertEquals(Set.of(), connectors);
    }

    private Set<String> artifacts(String directory) throws IOException {
        return image.entries().stream()
                .map(TarArchiveEntry::getName)
                .filter(name -> name.startsWith(directory) && name.endsWith(".jar"))
                .map(name -> name.substring(directory.length()).replaceAll("-[0-9].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package dev.millrace.e2e.rules;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The definition of {@code StreamingJob} on the cluster: as it is there, or else the one in git for as long as this is open. */
final class InstalledDefinition implements AutoCloseable {

    private static final Path FILE = Path.of(
            "..", "crds", "src", "main", "resources", "META-INF", "fabric8", "streamingjobs.millrace.dev-v1.yml");

    private final Resource<CustomResourceDefinition> definition;
    private final boolean installedHere;

    InstalledDefinition(ClusterUnderTest cluster) throws IOException {
        definition = cluster.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("streamingjobs.millrace.dev");
        installedHere = definition.get() == null;
        if (installedHere) {
            try (InputStream in = Files.newInputStream(FILE)) {
                cluster.client().load(in).serverSideApply();
            }
        }
        definition.waitUntilCondition(InstalledDefinition::isEstablished, 30, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition seen) {
        return seen != null
                && seen.getStatus() != null
                && seen.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    @Override
    public void close() {
        if (installedHere) {
            definition.delete();
            // Whoever installs it next must not find it going.
            definition.waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        }
    }
}

package dev.millrace.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.resource.StreamingJobResource;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.operator.model.Defaults;
import dev.millrace.operator.model.JobId;
import dev.millrace.operator.model.Json;
import dev.millrace.operator.plan.PlanSettings;
import dev.millrace.operator.plan.Timeouts;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Jobs for tests, with the defaults that an API server fills in. */
public final class Jobs {
    public static final Defaults DEFAULTS =
            new Defaults("millrace/runtime:test", "millrace-system", Duration.ofSeconds(30), true);
    public static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(3),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15));
    public static final PlanSettings SETTINGS =
            new PlanSettings(DEFAULTS, TIMEOUTS, Duration.ofSeconds(10), Duration.ofSeconds(10));
    public static final JobId ID = new JobId("shop", "words", "uid-of-words");

    private static final String HEAD = """
            apiVersion: millrace.dev/v1
            kind: StreamingJob
            metadata:
              name: words
            spec:
              application:
                jar: local:///opt/words.jar
                mainClass: com.example.Words
            """;

    private Jobs() {}

    /** A spec with these lines of YAML below {@code spec} besides an application. */
    public static StreamingJobSpec spec(String lines) {
        return whole(HEAD + lines.indent(2));
    }

    /** A spec with one more key in its conf, which the reader of manifests would refuse. */
    public static StreamingJobSpec withConf(StreamingJobSpec spec, String key, String value) {
        ObjectNode tree = Json.MAPPER.valueToTree(spec);
        tree.withObject("/conf").put(key, value);
        return Json.MAPPER.convertValue(tree, StreamingJobSpec.class);
    }

    /** The spec of a whole manifest. */
    public static StreamingJobSpec whole(String manifest) {
        try {
            Path file = Files.createTempFile("job", ".yaml");
            try {
                Files.writeString(file, manifest);
                return new ManifestReader().read(file).job().spec();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ManifestException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A resource as the API server would hand it out. */
    public static StreamingJobResource resource(StreamingJobSpec spec) {
        StreamingJobResource job = new StreamingJobResource();
        job.setMetadata(new ObjectMetaBuilder()
                .withNamespace(ID.namespace())
                .withName(ID.name())
                .build());
        job.setSpec(spec);
        return job;
    }
}

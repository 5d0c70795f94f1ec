package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.millrace.crds.v1.StreamingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator reads the same types with Jackson: both readings must give the same job. */
class JacksonAgreementTest {
    private final ObjectMapper mapper = new ObjectMapper(new YAMLFactory());

    @TempDir
    Path directory;

    @Test
    void jacksonReadsTheSameJob() throws Exception {
        Path file = Files.writeString(directory.resolve("job.yaml"), """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata: {name: word-count, labels: {a: b}}
                spec:
                  image: registry.example/millrace:1
                  imagePullPolicy: Never
                  application: {jar: "local:///a.jar", mainClass: a.B, args: [x, y]}
                  batchInterval: 10ms
                  conf: {a: b}
                  driver: {cores: 1, memory: 1g}
                  executor: {replicas: 2, cores: 3, memory: 64m}
                  checkpoint: {uri: "s3a://b/c", retention: Retain}
                  restartPolicy: {type: Never, maxFailures: 1, window: 1s, initialBackoff: 1s, maxBackoff: 1s}
                  suspend: false
                  upgradeMode: Stateless
                """);
        assertEquals(
                mapper.readValue(file.toFile(), StreamingJob.class),
                new ManifestReader().read(file).job());
    }

    @Test
    void whatIsWrittenWithItsDefaultsIsReadBackTheSame() throws Exception {
        Path file = Files.writeString(directory.resolve("job.yaml"), """
                apiVersion: millrace.dev/v1
                kind: StreamingJob
                metadata: {name: word-count}
                spec:
                  application: {jar: "local:///a.jar", mainClass: a.B}
                """);
        StreamingJob job = new ManifestReader().read(file).job();
        Path written = directory.resolve("written.yaml");
        mapper.writeValue(written.toFile(), job);
        assertEquals(job, new ManifestReader().read(written).job());
    }
}

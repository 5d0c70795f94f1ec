package dev.millrace.crds.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.crds.v1.StreamingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The launcher accepts what the API server accepts: {@code accepted.yaml} sets every field that a job can have. */
class AcceptedJobsTest {
    @TempDir
    Path directory;

    static List<String> jobs() throws IOException {
        return JobDocuments.of("accepted.yaml");
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void theLauncherAcceptsIt(String job) throws Exception {
        read(job);
    }

    /** Of the last one, which leaves nothing to defaults: the operator gets them from the API server. */
    @Test
    void theOperatorReadsTheSameJob() throws Exception {
        List<String> jobs = jobs();
        String complete = jobs.get(jobs.size() - 1);
        // Octal and other forms of numbers are a matter of YAML: the API server passes them on as JSON.
        Object json = new Yaml().load(complete);
        assertEquals(new ObjectMapper().convertValue(json, StreamingJob.class), read(complete));
    }

    @Test
    void togetherTheySetEveryField() throws IOException {
        Set<String> missing = new TreeSet<>();
        collect(RecordSchema.of(StreamingJob.class), missing);
        for (String job : jobs()) {
            remove(RecordSchema.of(StreamingJob.class), new Yaml().load(job), missing);
        }
        // A namespace has to be there: the tests on a cluster have their own.
        assertEquals(Set.of("Metadata.namespace"), missing);
    }

    private StreamingJob read(String job) throws IOException, ManifestException {
        return new ManifestReader()
                .read(Files.writeString(directory.resolve("job.yaml"), job))
                .job();
    }

    private static void collect(RecordSchema schema, Set<String> fields) {
        for (Field field : schema.fields().values()) {
            if (fields.add(name(schema, field)) && isRecord(field)) {
                collect(RecordSchema.of(field), fields);
            }
        }
    }

    @SuppressWarnings("unchecked") // a record is a map with strings as keys
    private static void remove(RecordSchema schema, Object part, Set<String> fields) {
        Map<String, Object> values = (Map<String, Object>) part;
        for (Field field : schema.fields().values()) {
            Object value = values.get(field.name());
            if (value == null) {
                continue;
            }
            fields.remove(name(schema, field));
            if (isRecord(field)) {
                List<Object> parts = value instanceof List<?> list ? (List<Object>) list : List.of(value);
                parts.forEach(each -> remove(RecordSchema.of(field), each, fields));
            }
        }
    }

    private static String name(RecordSchema schema, Field field) {
        return schema.type().getSimpleName() + "." + field.name();
    }

    private static boolean isRecord(Field field) {
        return field.type() == FieldType.RECORD || field.type() == FieldType.RECORD_LIST;
    }
}

package dev.millrace.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the status of a job as JSON. A reader passes over fields that it does not know. Thread-safe. */
public final class JobStatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private JobStatusJson() {}

    public static byte[] write(JobStatus status) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("app", status.app());
            json.writeStringField("state", status.state().name());
            json.writeNumberField("batchIntervalMs", status.batchIntervalMs());
            BatchStatus batch = status.lastBatch();
            if (batch == null) {
                json.writeNullField("lastBatch");
            } else {
                json.writeObjectFieldStart("lastBatch");
                json.writeNumberField("number", batch.number());
                json.writeNumberField("timeMs", batch.timeMs());
                json.writeNumberField("records", batch.records());
                decimal(json, "recordsPerSecond", batch.recordsPerSecond());
                decimal(json, "processingMs", batch.processingMs());
                decimal(json, "schedulingDelayMs", batch.schedulingDelayMs());
                decimal(json, "totalDelayMs", batch.totalDelayMs());
                json.writeEndObject();
            }
            json.writeNumberField("completedBatches", status.completedBatches());
            json.writeNumberField("queuedBatches", status.queuedBatches());
            json.writeObjectFieldStart("executors");
            json.writeNumberField("alive", status.executorsAlive());
            json.writeNumberField("desired", status.executorsDesired());
            json.writeEndObject();
            CommitStatus commit = status.lastCommit();
            if (commit == null) {
                json.writeNullField("lastCommit");
            } else {
                json.writeObjectFieldStart("lastCommit");
                json.writeNumberField("batchTimeMs", commit.batchTimeMs());
                json.writeNumberField("committedMs", commit.committedMs());
                json.writeEndObject();
            }
            json.writeStringField("error", status.error());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the text is no status
     */
    public static JobStatus read(byte[] text) throws IOException {
        Map<String, @Nullable String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("expected the status of a job, a JSON object");
            }
            flatten(json, "", values);
        }
        try {
            return new JobStatus(
                    text(values, "app"),
                    JobState.valueOf(text(values, "state")),
                    whole(values, "batchIntervalMs"),
                    values.containsKey("lastBatch.number") ? batch(values) : null,
                    whole(values, "completedBatches"),
                    whole(values, "queuedBatches"),
                    (int) whole(values, "executors.alive"),
                    (int) whole(values, "executors.desired"),
                    values.containsKey("lastCommit.batchTimeMs") ? commit(values) : null,
                    values.get("error"));
        } catch (IllegalArgumentException e) {
            throw new IOException("malformed status of a job: " + e.getMessage(), e);
        }
    }

    private static BatchStatus batch(Map<String, @Nullable String> values) {
        return new BatchStatus(
                whole(values, "lastBatch.number"),
                whole(values, "lastBatch.timeMs"),
                whole(values, "lastBatch.records"),
                Double.parseDouble(text(values, "lastBatch.recordsPerSecond")),
                Double.parseDouble(text(values, "lastBatch.processingMs")),
                Double.parseDouble(text(values, "lastBatch.schedulingDelayMs")),
                Double.parseDouble(text(values, "lastBatch.totalDelayMs")));
    }

    private static CommitStatus commit(Map<String, @Nullable String> values) {
        return new CommitStatus(whole(values, "lastCommit.batchTimeMs"), whole(values, "lastCommit.committedMs"));
    }

    /** Collects the scalars below the current object by their dotted paths. */
    private static void flatten(JsonParser json, String prefix, Map<String, @Nullable String> values)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                flatten(json, path + ".", values);
            } else if (value == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else {
                values.put(path, value == JsonToken.VALUE_NULL ? null : json.getText());
            }
        }
    }

    private static String text(Map<String, @Nullable String> values, String path) {
        String value = values.get(path);
        if (value == null) {
            throw new IllegalArgumentException(path + " is missing");
        }
        return value;
    }

    private static long whole(Map<String, @Nullable String> values, String path) {
        return Long.parseLong(text(values, path));
    }

    private static void decimal(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(String.format(Locale.ROOT, "%.3f", value));
    }
}

package dev.millrace.operator.model;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Secrets of a job, and the texts in them. */
public final class JobSecrets {
    private JobSecrets() {}

    public static Secret secret(JobId job, String name, Map<String, String> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withMetadata(job.metadata(name))
                .withType("Opaque")
                .withData(data)
                .build();
    }

    public static Map<String, String> values(Secret secret) {
        Map<String, String> values = new TreeMap<>();
        Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
                .forEach((key, value) ->
                        values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return values;
    }

    /** The text under a key; empty when there is none. */
    public static String value(Secret secret, String key) {
        return values(secret).getOrDefault(key, "");
    }
}

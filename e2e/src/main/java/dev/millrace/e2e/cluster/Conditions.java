package dev.millrace.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The conditions in the status of objects of any kind. */
final class Conditions {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Conditions() {}

    static boolean isTrue(HasMetadata object, String type) {
        JsonNode conditions = SERIALIZATION
                .convertValue(object, JsonNode.class)
                .path("status")
                .path("conditions");
        for (JsonNode condition : conditions) {
            if (type.equals(condition.path("type").asText())) {
                return "True".equals(condition.path("status").asText());
            }
        }
        return false;
    }
}

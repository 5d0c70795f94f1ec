package dev.millrace.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Reads objects without their managed fields. Nothing here looks at them, and they would be most of what the caches hold: two
 * thirds of the heap with a thousand jobs. An object that is written without them keeps those that it has.
 */
@Singleton
final class WithoutManagedFields implements KubernetesClientObjectMapperCustomizer {
    @JsonIgnoreProperties("managedFields")
    private interface Trimmed {}

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, Trimmed.class);
    }
}

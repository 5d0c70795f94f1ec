package dev.millrace.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WithoutManagedFieldsTest {
    @Test
    void leavesThemOutAndReadsTheRest() {
        ObjectMapper mapper = new ObjectMapper();
        KubernetesSerialization json = new KubernetesSerialization(mapper, true);
        new WithoutManagedFields().customize(mapper);
        ObjectMeta metadata = json.unmarshal("""
                        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "labels": {"a": "b"},
                         "managedFields": [{"manager": "m", "fieldsV1": {"f:spec": {}}}]}}
                        """, Pod.class).getMetadata();
        assertEquals("p", metadata.getName());
        assertEquals(Map.of("a", "b"), metadata.getLabels());
        assertEquals(List.of(), metadata.getManagedFields());
        assertEquals(Map.of(), metadata.getAdditionalProperties());
    }
}

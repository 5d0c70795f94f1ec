package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The CRD as a release brings it; see docs/decisions/0011-crd-in-the-templates.md. */
@WithHelm
class CustomResourceDefinitionIT {
    /** kubectl apply keeps the whole object in an annotation, and annotations may have so many bytes together. */
    private static final int LIMIT_OF_ANNOTATIONS = 256 * 1024;

    @Test
    void isRenderedWithLabelsAndStaysWhenTheChartGoes() {
        ObjectNode rendered =
                Chart.render("{}").only("CustomResourceDefinition").deepCopy();
        JsonNode metadata = rendered.path("metadata");
        assertEquals(
                "keep",
                metadata.at("/annotations").path("helm.sh/resource-policy").asText());
        assertEquals(
                "Helm",
                metadata.at("/labels").path("app.kubernetes.io/managed-by").asText());

        ObjectNode plain = Chart.read(CustomResourceDefinitionTest.FILE).deepCopy();
        assertEquals(plain.at("/metadata/name"), metadata.path("name"));
        rendered.remove("metadata");
        plain.remove("metadata");
        assertEquals(plain, rendered);
    }

    @Test
    void canBeAppliedByKubectl() {
        int size =
                Chart.render("{}").only("CustomResourceDefinition").toString().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size < LIMIT_OF_ANNOTATIONS, () -> size + " bytes");
    }

    @Test
    void isLeftOutWhereAnotherReleaseHasIt() {
        assertFalse(Chart.render("crds: {install: false}").has("CustomResourceDefinition"));
    }
}

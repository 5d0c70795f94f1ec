package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of Kubernetes' object metadata that people write. */
public record Metadata(
        @Required
        @Pattern("^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$")
        @Expected("a name of at most 50 lower-case letters, digits and '-', starting with a letter and not"
                + " ending with '-'")
        @JsonPropertyDescription("Name of the job. Pods and services on a cluster are named after it.")
        String name,

        @ClusterOnly @JsonPropertyDescription("Namespace of the job on a cluster.") @Nullable
        String namespace,

        @ClusterOnly @JsonPropertyDescription("Labels of the resource.") @Nullable
        Map<String, String> labels,

        @ClusterOnly @JsonPropertyDescription("Annotations of the resource.") @Nullable
        Map<String, String> annotations)
        implements ApiType {
    public Metadata {
        labels = labels == null ? null : Frozen.map(labels);
        annotations = annotations == null ? null : Frozen.map(annotations);
    }
}

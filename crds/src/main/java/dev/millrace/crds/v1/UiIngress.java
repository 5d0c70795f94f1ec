package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ingress in front of the service. */
public record UiIngress(
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Ingress class; the cluster's default where it is not set.")
        @Nullable
        String className,

        @Required
        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Host name under which the pages are reached.")
        String host,

        @Default("/")
        @Size(max = 1024)
        @Pattern("^/[^:]*$")
        @Expected("an absolute path without ':'")
        @JsonPropertyDescription("Path under which the pages are reached.")
        String path,

        @Size(max = 253)
        @Pattern(KubernetesNames.SUBDOMAIN)
        @Expected(KubernetesNames.SUBDOMAIN_EXPECTED)
        @JsonPropertyDescription("Secret with the certificate of the host; plain HTTP where it is not set.")
        @Nullable
        String tlsSecretName,

        @Size(max = 64) @JsonPropertyDescription("Annotations of the ingress.") @Nullable
        Map<String, String> annotations)
        implements ApiType {
    public UiIngress {
        annotations = annotations == null ? null : Frozen.map(annotations);
    }
}

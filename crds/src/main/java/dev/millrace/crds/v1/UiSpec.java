package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The driver's pages and status API, from outside its pod. */
public record UiSpec(
        @JsonPropertyDescription("Makes a service in front of them.") @Nullable
        UiService service,

        @JsonPropertyDescription("Makes an ingress in front of them, and the service it needs.") @Nullable
        UiIngress ingress)
        implements ApiType {}

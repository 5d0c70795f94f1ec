package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A type of the resource's schema. What is not set is left out when it is written, so that server-side apply does not take
 * its ownership; what a newer schema has in addition is passed over when it is read.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public interface ApiType {}

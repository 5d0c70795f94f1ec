package dev.millrace.operator.model;

import java.time.Duration;

/**
 * What the operator fills in where a spec says nothing.
 *
 * @param image image of driver and executors
 * @param operatorNamespace namespace of the operator, whose pods alone may use the drivers' control APIs
 * @param nodeLossTolerance how long a pod stays bound to a node that does not answer
 * @param podMonitors whether the cluster has PodMonitors, and the operator may make them
 */
public record Defaults(String image, String operatorNamespace, Duration nodeLossTolerance, boolean podMonitors) {}

/**
 * From a StreamingJob to the Kubernetes objects that should exist for it: pure functions, without a client and without
 * the state of the cluster.
 */
@NullMarked
package dev.millrace.operator.model;

import org.jspecify.annotations.NullMarked;

package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;

/** The one machine of a cluster that belongs to the tests, for what no API can do. */
public interface Node {

    /**
     * Kills a component, such as {@code kube-apiserver} or {@code kubelet}, as a crash would; it stays away until {@link
     * #start}. Containers go on without either.
     */
    void stop(String component);

    /** Starts a component that was stopped; returns before it is ready. */
    void start(String component);

    /** The state of each component, a line each, and the end of what the kubelet wrote: what to look at when no pod starts. */
    String condition();

    /** Ends the processes of all containers of the pod with SIGKILL, which no process in there can do to the first one. */
    void kill(Pod pod);

    /** Runs a command in the node's network, mounts and processes: it reaches pods and services by their addresses. */
    CommandResult run(String... command);
}

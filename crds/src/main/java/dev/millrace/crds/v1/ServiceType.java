package dev.millrace.crds.v1;

/** How a service can be reached, as in Kubernetes. */
public enum ServiceType {
    ClusterIP,
    NodePort,
    LoadBalancer
}

package dev.millrace.crds.v1;

/** When an image is pulled, as in Kubernetes. */
public enum ImagePullPolicy {
    Always,
    IfNotPresent,
    Never
}

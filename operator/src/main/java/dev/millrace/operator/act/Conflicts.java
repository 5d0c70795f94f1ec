package dev.millrace.operator.act;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Answers of the API server that say that somebody was faster, or that something is gone already. */
public final class Conflicts {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private Conflicts() {}

    /** The object exists already, or has changed since it was read. */
    public static boolean isConflict(KubernetesClientException e) {
        return e.getCode() == CONFLICT;
    }

    /** The namespace is being deleted: nothing new can be made in it, and all that is there goes. */
    public static boolean isNamespaceTerminating(KubernetesClientException e) {
        return e.getStatus() != null
                && e.getStatus().getDetails() != null
                && e.getStatus().getDetails().getCauses() != null
                && e.getStatus().getDetails().getCauses().stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    public static boolean isNotFound(KubernetesClientException e) {
        return e.getCode() == NOT_FOUND;
    }

    /** The operator may not; also said of anything new in a namespace that is being deleted. */
    public static boolean isForbidden(KubernetesClientException e) {
        return e.getCode() == FORBIDDEN;
    }
}

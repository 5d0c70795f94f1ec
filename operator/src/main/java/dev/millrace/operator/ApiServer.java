package dev.millrace.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;

/** A first look at the API server, so that one that is not there is named once and plainly. */
final class ApiServer {
    private static final long PAUSE_MILLIS = 500;
    private static final int UNAUTHORIZED = 401;

    private ApiServer() {}

    /**
     * Returns when the API server has answered.
     *
     * @param patience how long to try
     * @throws IllegalStateException when it has not
     */
    static void await(KubernetesClient client, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                client.getKubernetesVersion();
                return;
            } catch (KubernetesClientException e) {
                boolean hasAnswered = e.getCode() > 0 && e.getCode() != UNAUTHORIZED;
                if (hasAnswered) {
                    return;
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new IllegalStateException(
                            "the API server at " + client.getMasterUrl() + " cannot be used: " + reason(e)
                                    + "; look at the service account, KUBECONFIG, and network policies between them",
                            e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the API server", e);
        }
    }

    private static String reason(KubernetesClientException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : e.getCause().toString();
    }
}

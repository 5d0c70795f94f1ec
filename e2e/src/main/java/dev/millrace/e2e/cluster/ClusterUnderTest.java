package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that the tests of this module share; {@link OnCluster} hands it to them.
 *
 * <p>It is started when the first test asks for it and stopped, where it was started here, after the last one. Safe for
 * use by several threads.
 */
public interface ClusterUnderTest extends AutoCloseable {

    /** A client with all rights; it is the cluster's and must not be closed. */
    KubernetesClient client();

    /** The kubeconfig with which other programs reach the cluster with all rights. */
    Path kubeconfig();

    /**
     * Makes the images in an OCI or docker-archive tar available to pods, under the names that the tar gives them.
     *
     * @throws CommandException where the cluster refuses them
     */
    void load(Path imageTar);

    /** The name of an image with a shell and the commands of busybox, that a pod without any privilege can run. */
    String toolsImage();

    /** Runs the {@code kubectl} that belongs to this cluster, as a user would. */
    default CommandResult kubectl(String... arguments) {
        return kubectl(Map.of(), arguments);
    }

    /** The same, with environment variables besides, such as {@code KUBE_EDITOR}. */
    CommandResult kubectl(Map<String, String> environment, String... arguments);

    /** Runs Helm on this cluster, as a user would. */
    CommandResult helm(String... arguments);

    /** The node behind the cluster, where it is at the tests' mercy: only where they started it from {@code e2e/cluster}. */
    default Optional<Node> node() {
        return Optional.empty();
    }

    @Override
    void close();
}

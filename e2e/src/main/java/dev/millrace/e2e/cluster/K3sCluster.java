package dev.millrace.e2e.cluster;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in a container of the Docker engine at hand; {@code MILLRACE_E2E_K3S_IMAGE} names another version of it. */
final class K3sCluster implements ClusterUnderTest {

    private static final String IMAGE = "rancher/k3s:v1.34.1-k3s1";

    private final K3sContainer container;
    private final ExternalCluster inside;

    @SuppressWarnings("resource") // Closed by close(), or here where it does not start.
    K3sCluster(Map<String, String> environment) {
        DockerImageName image = DockerImageName.parse(environment.getOrDefault("MILLRACE_E2E_K3S_IMAGE", IMAGE))
                .asCompatibleSubstituteFor("rancher/k3s");
        container = new K3sContainer(image);
        container.start();
        try {
            Path kubeconfig = Files.createTempFile("k3s", ".kubeconfig");
            kubeconfig.toFile().deleteOnExit();
            Files.writeString(kubeconfig, container.getKubeConfigYaml());
            inside = new ExternalCluster(kubeconfig, environment);
        } catch (IOException e) {
            container.stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            container.stop();
            throw e;
        }
    }

    @Override
    public KubernetesClient client() {
        return inside.client();
    }

    @Override
    public Path kubeconfig() {
        return inside.kubeconfig();
    }

    @Override
    public void load(Path imageTar) {
        String copy = "/tmp/" + imageTar.getFileName();
        container.copyFileToContainer(MountableFile.forHostPath(imageTar), copy);
        try {
            ExecResult result = container.execInContainer("ctr", "--namespace", "k8s.io", "images", "import", copy);
            if (result.getExitCode() != 0) {
                throw new CommandException("K3s refused the images in %s: %s".formatted(imageTar, result.getStderr()));
            }
            container.execInContainer("rm", copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while K3s loaded " + imageTar, e);
        }
    }

    @Override
    public String toolsImage() {
        return inside.toolsImage();
    }

    @Override
    public CommandResult kubectl(Map<String, String> more, String... arguments) {
        return inside.kubectl(more, arguments);
    }

    @Override
    public CommandResult helm(String... arguments) {
        return inside.helm(arguments);
    }

    @Override
    public void close() {
        inside.close();
        container.stop();
    }

    @Override
    public String toString() {
        InspectContainerResponse running = container.getContainerInfo();
        return "K3s in the container " + running.getName();
    }
}

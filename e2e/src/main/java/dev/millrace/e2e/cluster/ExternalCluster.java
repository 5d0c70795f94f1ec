package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A cluster that somebody else runs, found by its kubeconfig.
 *
 * <p>{@code MILLRACE_E2E_LOAD} may name a command that makes an image available to it: it is run with the path of the tar
 * as its last argument. Without it, the images are assumed to be there. {@code MILLRACE_E2E_TOOLS_IMAGE} names the image with
 * a shell, where the cluster cannot pull the default one.
 */
final class ExternalCluster implements ClusterUnderTest {

    static final String TOOLS_IMAGE = "docker.io/library/busybox:1.37.0";

    private final Path kubeconfig;
    private final Map<String, String> environment;
    private final KubernetesClient client;

    ExternalCluster(Path kubeconfig, Map<String, String> environment) {
        this.kubeconfig = kubeconfig;
        this.environment = Map.copyOf(environment);
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void load(Path imageTar) {
        String load = environment.get("MILLRACE_E2E_LOAD");
        if (load != null) {
            Command.of("sh", "-c", load + " \"$1\"", "load", imageTar.toString())
                    .withKubeconfig(kubeconfig)
                    .within(Duration.ofMinutes(10))
                    .run()
                    .orThrow();
        }
    }

    @Override
    public String toolsImage() {
        return environment.getOrDefault("MILLRACE_E2E_TOOLS_IMAGE", TOOLS_IMAGE);
    }

    @Override
    public CommandResult kubectl(Map<String, String> more, String... arguments) {
        return Command.of("kubectl", arguments)
                .with(more)
                .withKubeconfig(kubeconfig)
                .run();
    }

    @Override
    public CommandResult helm(String... arguments) {
        return Command.of("helm", arguments).withKubeconfig(kubeconfig).run();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "the cluster of " + kubeconfig;
    }
}

package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cluster of {@code e2e/cluster}: started here and stopped at the end; or, where it runs already, used and left running,
 * so that whoever works on a test need not wait for it each time.
 */
final class OwnCluster implements ClusterUnderTest, Node {

    private static final Path STATE =
            Path.of(System.getenv().getOrDefault("MILLRACE_CLUSTER_STATE", "/var/lib/millrace-cluster"));
    static final Path KUBECONFIG = STATE.resolve("kubeconfig");

    /** The first start builds Kubernetes. */
    private static final Duration LONGEST_START = Duration.ofMinutes(28);

    private final boolean startedHere;
    private final KubernetesClient client;

    private OwnCluster(boolean startedHere, KubernetesClient client) {
        this.startedHere = startedHere;
        this.client = client;
    }

    static OwnCluster start() {
        boolean runs = cluster("status").run().exitCode() == 0;
        if (!runs) {
            cluster("up")
                    .within(LONGEST_START)
                    .telling(System.err::println)
                    .run()
                    .orThrow();
        }
        try {
            Config config = Config.fromKubeconfig(KUBECONFIG.toFile());
            return new OwnCluster(
                    !runs, new KubernetesClientBuilder().withConfig(config).build());
        } catch (RuntimeException e) {
            if (!runs) {
                cluster("down").run();
            }
            throw e;
        }
    }

    static Command cluster(String... arguments) {
        return Command.of(System.getProperty("millrace.e2e.cluster", "cluster/cluster"), arguments);
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig() {
        return KUBECONFIG;
    }

    @Override
    public void load(Path imageTar) {
        cluster("load", imageTar.toString()).run().orThrow();
    }

    @Override
    public String toolsImage() {
        return "localhost/tools:1";
    }

    @Override
    public CommandResult kubectl(Map<String, String> more, String... arguments) {
        return command("kubectl", arguments).with(more).run();
    }

    @Override
    public CommandResult helm(String... arguments) {
        return on("helm", arguments);
    }

    @Override
    public Optional<Node> node() {
        return Optional.of(this);
    }

    @Override
    public void stop(String component) {
        cluster("stop", component).run().orThrow();
    }

    @Override
    public void start(String component) {
        cluster("start", component).run().orThrow();
    }

    @Override
    public String condition() {
        return cluster("status").run().output()
                + run("tail", "-n", "20", "/run/cluster/log/kubelet.log").output();
    }

    @Override
    public void kill(Pod pod) {
        pod.getStatus().getContainerStatuses().stream()
                .map(container -> container.getContainerID().replaceFirst("^containerd://", ""))
                .forEach(id -> run("ctr", "--namespace", "k8s.io", "tasks", "kill", "--all", "--signal", "SIGKILL", id)
                        .orThrow());
    }

    @Override
    public CommandResult run(String... command) {
        return on("node", command);
    }

    private static CommandResult on(String subcommand, String... arguments) {
        return command(subcommand, arguments).run();
    }

    private static Command command(String subcommand, String... arguments) {
        return cluster(
                Stream.concat(Stream.of(subcommand), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    public void close() {
        client.close();
        if (startedHere) {
            cluster("down").run().orThrow();
        }
    }

    @Override
    public String toString() {
        return "the cluster of e2e/cluster";
    }
}

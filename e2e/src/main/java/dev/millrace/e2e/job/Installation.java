package dev.millrace.e2e.job;

import dev.millrace.e2e.cluster.ClusterUnderTest;
import dev.millrace.e2e.cluster.CommandResult;
import dev.millrace.e2e.cluster.NamespaceDump;
import dev.millrace.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The operator on the cluster, installed with the chart and with the images of this build. A test that changes it puts it back.
 */
public final class Installation implements AutoCloseable {

    /** Where the operator runs; jobs run elsewhere. */
    public static final String NAMESPACE = "millrace-system";

    public static final String DEPLOYMENT = "millrace-operator";

    /** How long a test's job may go without an image before that is called a trouble. */
    public static final Duration IMAGE_TIMEOUT = Duration.ofSeconds(10);

    private static final String RELEASE = "millrace";
    private static final String IN_NAMESPACE = "--namespace=" + NAMESPACE;
    private static final Duration SOON = Duration.ofSeconds(90);

    /** More than the 90 s in which a job ends after its deletion, however it behaves. */
    private static final Duration LONGEST_END = Duration.ofMinutes(3);

    private final ClusterUnderTest cluster;
    private final boolean definitionWasThere;

    private Installation(ClusterUnderTest cluster) {
        this.cluster = cluster;
        this.definitionWasThere = definition().get() != null;
    }

    /** Loads the images of this build and installs the chart; closed, it is uninstalled. */
    public static Installation install(ClusterUnderTest cluster) {
        Stream.of("operatorImage", "runtimeImage").map(BuildOutput::file).forEach(cluster::load);
        Installation installed = new Installation(cluster);
        try {
            installed.install().orThrow();
        } catch (RuntimeException e) {
            installed.dumpTo(Path.of("target", "cluster-dumps", "installation"));
            installed.close();
            throw e;
        }
        return installed;
    }

    /** Installs the chart, on which nothing may be installed, and waits until the operator is ready. */
    public CommandResult install() {
        return helm(chart(), "install", "--create-namespace");
    }

    /** The chart of this build. */
    public static Path chart() {
        return BuildOutput.file("chart");
    }

    /** Copies the chart of this build to a directory that is not there yet, to be changed there. */
    public static Path copyOfChart(Path directory) throws IOException {
        Path chart = chart();
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, directory.resolve(chart.relativize(file).toString()));
            }
        }
        return directory;
    }

    /** Upgrades to a chart, and waits until the operator of before is gone. */
    public CommandResult upgrade(Path chart, String... settings) {
        return helm(
                chart,
                "upgrade",
                Stream.of(settings).map(setting -> "--set=" + setting).toArray(String[]::new));
    }

    public CommandResult uninstall() {
        return cluster.helm("uninstall", RELEASE, IN_NAMESPACE, "--ignore-not-found", "--wait");
    }

    /** Runs the chart's own test of the installation. */
    public CommandResult test() {
        return cluster.helm("test", RELEASE, IN_NAMESPACE, "--timeout=60s");
    }

    private CommandResult helm(Path chart, String verb, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                verb,
                RELEASE,
                chart.toString(),
                IN_NAMESPACE,
                "--set=networkPolicy.egress.apiServerPorts={443,%d}".formatted(apiServerPort()),
                "--set=config.timeout.image=%ds".formatted(IMAGE_TIMEOUT.toSeconds()),
                "--wait",
                "--timeout=90s"));
        arguments.addAll(List.of(more));
        return cluster.helm(arguments.toArray(String[]::new));
    }

    /** The policy on the operator's pods names the port behind the API server's service. */
    private int apiServerPort() {
        URI server = URI.create(cluster.client().getConfiguration().getMasterUrl());
        return server.getPort() < 0 ? 443 : server.getPort();
    }

    /** A client for the operator's namespace. */
    public NamespacedKubernetesClient client() {
        return cluster.client().adapt(NamespacedKubernetesClient.class).inNamespace(NAMESPACE);
    }

    /** The operator's pods that nobody has told to end. */
    public List<Pod> pods() {
        return client().pods().withLabel("app.kubernetes.io/name", DEPLOYMENT).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** Has this many operators, and waits until they are ready and all others are gone. */
    public void scale(int replicas) {
        cluster.kubectl(IN_NAMESPACE, "scale", "deployment", DEPLOYMENT, "--replicas=" + replicas)
                .orThrow();
        cluster.kubectl(IN_NAMESPACE, "rollout", "status", "deployment", DEPLOYMENT, "--timeout=60s")
                .orThrow();
        Awaitility.await("the operator to have " + replicas + " pods")
                .atMost(SOON)
                .until(() -> client().pods()
                                .withLabel("app.kubernetes.io/name", DEPLOYMENT)
                                .list()
                                .getItems()
                                .size()
                        == replicas);
    }

    /** Ends all operators with SIGKILL, as far as Kubernetes lets anybody; the deployment brings others. */
    public void kill() {
        cluster.kubectl(
                        IN_NAMESPACE,
                        "delete",
                        "pods",
                        "--selector=app.kubernetes.io/name=" + DEPLOYMENT,
                        "--grace-period=0",
                        "--force",
                        "--wait=false")
                .orThrow();
    }

    /** The pod that has the operators' lease; empty where nobody has it. */
    public String leader() {
        var lease = client().leases().withName(DEPLOYMENT).get();
        return lease == null ? "" : Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
    }

    public Resource<CustomResourceDefinition> definition() {
        return cluster.client().apiextensions().v1().customResourceDefinitions().withName("streamingjobs.millrace.dev");
    }

    /** Writes down what is in the operator's namespace. */
    public void dumpTo(Path directory) {
        new NamespaceDump(client(), directory).write();
    }

    /** Jobs of namespaces that are being deleted need the operator for their end. */
    @Override
    public void close() {
        if (definition().get() != null) {
            endJobs();
        }
        uninstall().orThrow();
        cluster.client().namespaces().withName(NAMESPACE).delete();
        if (!definitionWasThere) {
            definition().delete();
            definition().waitUntilCondition(Objects::isNull, SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Deletes those of tests itself: Kubernetes, which deletes their namespaces in its own time, may not have come to them. */
    private void endJobs() {
        jobs().stream()
                .filter(job -> job.getMetadata().getNamespace().startsWith(TestNamespace.PREFIX))
                .forEach(job -> cluster.client().resource(job).delete());
        try {
            Awaitility.await("all jobs to be gone")
                    .atMost(LONGEST_END)
                    .until(() -> jobs().isEmpty() || definitionWasThere);
        } catch (ConditionTimeoutException e) {
            String left = jobs().stream().map(Serialization::asYaml).collect(Collectors.joining("---\n"));
            throw new IllegalStateException(
                    "expected all jobs to be gone within " + LONGEST_END + ", but there are\n" + left, e);
        }
    }

    private List<GenericKubernetesResource> jobs() {
        return cluster.client()
                .genericKubernetesResources("millrace.dev/v1", "StreamingJob")
                .inAnyNamespace()
                .list()
                .getItems();
    }

    @Override
    public String toString() {
        return "the operator in namespace " + NAMESPACE;
    }
}

package dev.millrace.e2e.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A namespace of one test, under Pod Security {@code restricted}; it is deleted after the test, which nobody waits for.
 *
 * <p>What is waited for here is watched for, not asked for again and again. A wait that ends in vain says what was
 * expected, what the object was at last, the events of the namespace, and the state of the nodes.
 */
public final class TestNamespace implements AutoCloseable {

    /** Names of namespaces of tests begin with it. */
    public static final String PREFIX = "e2e-";

    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(30);

    private final ClusterUnderTest cluster;
    private final String name;
    private final NamespacedKubernetesClient client;

    private TestNamespace(ClusterUnderTest cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.client = cluster.client().adapt(NamespacedKubernetesClient.class).inNamespace(name);
    }

    /** Makes one, and waits until pods are admitted; {@code test} is part of its name, for people. */
    public static TestNamespace create(ClusterUnderTest cluster, String test) {
        String readable = test.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String name =
                PREFIX + readable.substring(0, Math.min(readable.length(), 40)).replaceAll("-$", "") + "-" + unique;
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .addToLabels("app.kubernetes.io/part-of", "millrace-e2e")
                .endMetadata()
                .build();
        cluster.client().namespaces().resource(namespace).create();
        TestNamespace created = new TestNamespace(cluster, name);
        // No pod is admitted before.
        created.await(
                created.client.serviceAccounts().withName("default"),
                "to be there",
                Objects::nonNull,
                Duration.ofSeconds(30));
        return created;
    }

    public String name() {
        return name;
    }

    /** A client for this namespace. */
    public NamespacedKubernetesClient client() {
        return client;
    }

    /** Applies the objects of a YAML text, on the server's side as {@code kubectl apply --server-side}; returns them as they came to be. */
    public List<HasMetadata> apply(String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    /** One object of any kind, such as {@code custom("millrace.dev/v1", "StreamingJob", "word-count")}. */
    public Resource<GenericKubernetesResource> custom(String apiVersion, String kind, String object) {
        return client.genericKubernetesResources(apiVersion, kind).withName(object);
    }

    /** Waits until the pod is ready, or until it has ended well. */
    public Pod awaitPod(String pod, Duration within) {
        return await(
                client.pods().withName(pod),
                "to be ready or to have succeeded",
                seen -> seen != null
                        && (Conditions.isTrue(seen, "Ready")
                                || "Succeeded".equals(seen.getStatus().getPhase())),
                within);
    }

    /** Waits until a condition of the object's status is {@code True}, as {@code kubectl wait --for=condition=} does. */
    public <T extends HasMetadata> T awaitCondition(Resource<T> resource, String condition, Duration within) {
        return await(
                resource,
                "condition " + condition + " to be True",
                seen -> seen != null && Conditions.isTrue(seen, condition),
                within);
    }

    /**
     * Waits until the object is as expected.
     *
     * @param expected ends the sentence "expected it …"
     * @param holds is given null where the object does not exist
     * @return the object when it was; null where it was expected to be gone
     * @throws AssertionError where it is not in time
     */
    public <T extends HasMetadata> T await(Resource<T> resource, String expected, Predicate<T> holds, Duration within) {
        try {
            return resource.waitUntilCondition(holds, within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KubernetesClientTimeoutException e) {
            T last = resource.get();
            throw new AssertionError(
                    "after %s expected it %s, but it was:%n%s%nevents in %s:%n%s%nnodes:%n%s"
                            .formatted(
                                    within,
                                    expected,
                                    last == null ? "not there" : Serialization.asYaml(withoutManagers(last)),
                                    name,
                                    NamespaceDump.events(client),
                                    NamespaceDump.nodes(client)),
                    e);
        }
    }

    /** Who owns which field is long and never what is wrong. */
    private static <T extends HasMetadata> T withoutManagers(T object) {
        object.getMetadata().setManagedFields(null);
        return object;
    }

    /** What all containers of the pod have written so far. */
    public String log(String pod) {
        return client.pods().withName(pod).getLog();
    }

    /**
     * Runs a command in a container of the pod, its first one where {@code container} is empty, and returns what it printed.
     *
     * @throws CommandException where it fails or takes more than 30 s
     */
    public CommandResult exec(String pod, String container, String... command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PodResource target = client.pods().withName(pod);
        try (ExecWatch running = (container.isEmpty() ? target : target.inContainer(container))
                .writingOutput(output)
                .writingError(errors)
                .exec(command)) {
            Integer exitCode = running.exitCode().get(LONGEST_COMMAND.toMillis(), TimeUnit.MILLISECONDS);
            return new CommandResult(
                    List.of(command),
                    exitCode == null ? -1 : exitCode,
                    output.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new CommandException(
                    "`%s` in pod %s did not end within %s".formatted(String.join(" ", command), pod, LONGEST_COMMAND),
                    e);
        } catch (ExecutionException e) {
            throw new CommandException("`%s` in pod %s failed".formatted(String.join(" ", command), pod), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(
                    "interrupted while `%s` ran in pod %s".formatted(String.join(" ", command), pod), e);
        }
    }

    /** Runs the cluster's {@code kubectl} in this namespace, as a user would. */
    public CommandResult kubectl(String... arguments) {
        return cluster.kubectl(inNamespace(arguments));
    }

    /** Edits an object as a user would with {@code kubectl edit}, who does there what the script of {@code sed} says. */
    public CommandResult edit(String object, String script) {
        return cluster.kubectl(Map.of("KUBE_EDITOR", "sed -i '" + script + "'"), inNamespace("edit", object));
    }

    /** Runs Helm in this namespace, as a user would. */
    public CommandResult helm(String... arguments) {
        return cluster.helm(inNamespace(arguments));
    }

    private String[] inNamespace(String... arguments) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("--namespace", name), java.util.stream.Stream.of(arguments))
                .toArray(String[]::new);
    }

    /** Writes all that is in the namespace into files: its objects but for secrets, events, and the logs of its pods. */
    public void dumpTo(Path directory) {
        new NamespaceDump(client, directory).write();
    }

    @Override
    public void close() {
        cluster.client().namespaces().withName(name).delete();
    }

    @Override
    public String toString() {
        return "namespace " + name;
    }
}

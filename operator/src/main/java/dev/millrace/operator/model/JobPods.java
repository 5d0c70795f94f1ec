package dev.millrace.operator.model;

import dev.millrace.crds.v1.ApplicationSpec;
import dev.millrace.crds.v1.CheckpointSpec;
import dev.millrace.crds.v1.StreamingJobSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pods of a job: restricted, without rights in Kubernetes, and never restarted by the kubelet but replaced by the operator. */
public final class JobPods {
    /** Name of the engine's container. */
    public static final String CONTAINER = "millrace";

    private static final String FETCH_MAIN = "dev.millrace.runtime.FetchMain";

    private final JobId job;
    private final StreamingJobSpec spec;
    private final Defaults defaults;

    public JobPods(JobId job, StreamingJobSpec spec, Defaults defaults) {
        this.job = job;
        this.spec = spec;
        this.defaults = defaults;
    }

    /** The driver's pod at its start with this epoch. */
    public Pod driver(long epoch) {
        PodRole role = PodRole.driver(job.name(), spec);
        return pod(role, Map.of(JobLabels.EPOCH, String.valueOf(epoch)), driverEnvironment());
    }

    public Pod executor(int ordinal) {
        PodRole role = PodRole.executor(job.name(), spec, ordinal);
        Map<String, String> labels = Map.of(
                JobLabels.ORDINAL, String.valueOf(ordinal), JobLabels.EXECUTOR_HASH, ChangeClasses.executorHash(spec));
        return pod(role, labels, List.of(env("MILLRACE_EXECUTOR_ORDINAL", String.valueOf(ordinal))));
    }

    /** Labels of a role's pods that may change while they run: those of its template. */
    public Map<String, String> changeableLabels(String role) {
        return PodTemplates.labels(
                role.equals(JobLabels.DRIVER)
                        ? spec.driver().template()
                        : spec.executor().template());
    }

    /** Annotations of a role's pods, all of which may change while they run. */
    public Map<String, String> annotations(String role) {
        Map<String, String> annotations = new TreeMap<>(PodTemplates.annotations(
                role.equals(JobLabels.DRIVER)
                        ? spec.driver().template()
                        : spec.executor().template()));
        if (role.equals(JobLabels.DRIVER)
                && spec.monitoring() != null
                && spec.monitoring().enabled()) {
            annotations.put("prometheus.io/scrape", "true");
            annotations.put("prometheus.io/path", "/metrics");
            annotations.put("prometheus.io/port", String.valueOf(PodFiles.UI_PORT));
        }
        TemplateKeys keys = new TemplateKeys(changeableLabels(role).keySet(), annotations.keySet());
        annotations.put(JobLabels.TEMPLATE_KEYS, keys.text());
        return annotations;
    }

    private Pod pod(PodRole role, Map<String, String> ownLabels, List<EnvVar> ownEnvironment) {
        PodVolumes volumes = new PodVolumes(job.name(), spec, role);
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(role.podName())
                .withNamespace(job.namespace())
                .withOwnerReferences(job.owner())
                .withLabels(labels(role, ownLabels))
                .withAnnotations(annotations(role.label()))
                .endMetadata()
                .withNewSpec()
                .withHostname(role.podName())
                .withSubdomain(new JobNames(job.name()).headlessService())
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(role.graceSeconds())
                .withSecurityContext(Rights.ofPod(
                        role.template() == null ? null : role.template().securityContext()))
                .withImagePullSecrets(pullSecrets())
                .withInitContainers(initContainers(role))
                .withContainers(container(role, volumes, ownEnvironment))
                .withVolumes(volumes.volumes())
                .endSpec()
                .build();
        PodTemplates.merge(pod, role.template());
        NodeLoss.tolerate(pod, defaults.nodeLossTolerance());
        return pod;
    }

    private Map<String, String> labels(PodRole role, Map<String, String> own) {
        Map<String, String> labels = new LinkedHashMap<>(PodTemplates.labels(role.template()));
        labels.putAll(JobLabels.of(job.name()));
        labels.put(JobLabels.COMPONENT, role.label());
        labels.put(JobLabels.ROLE, role.label());
        labels.put(JobLabels.DRIVER_HASH, ChangeClasses.driverHash(spec));
        labels.putAll(own);
        return labels;
    }

    private Container container(PodRole role, PodVolumes volumes, List<EnvVar> ownEnvironment) {
        List<String> arguments = new ArrayList<>(role.memory().options());
        arguments.add(role.mainClass());
        List<EnvVar> environment = new ArrayList<>();
        environment.add(env("MILLRACE_CONF", PodFiles.CONFIGURATION_DIRECTORY + "/" + PodFiles.CONFIGURATION_KEY));
        environment.add(new EnvVarBuilder()
                .withName("MILLRACE_HOST")
                .withNewValueFrom()
                .withNewFieldRef(null, "status.podIP")
                .endValueFrom()
                .build());
        environment.add(lastWords());
        environment.addAll(ownEnvironment);
        ContainerBuilder container = engine(CONTAINER)
                .withArgs(arguments)
                .withEnv(environment)
                .withResources(resources(role))
                .withVolumeMounts(volumes.mounts())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withSecurityContext(Rights.ofContainer(
                        role.template() == null ? null : role.template().containerSecurityContext()));
        if (role.label().equals(JobLabels.DRIVER)) {
            container.addToPorts(
                    port("rpc", PodFiles.RPC_PORT),
                    port("control", PodFiles.CONTROL_PORT),
                    port("ui", PodFiles.UI_PORT));
        }
        return container.build();
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .build();
    }

    private ContainerBuilder engine(String name) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(spec.image() == null ? defaults.image() : spec.image())
                .withImagePullPolicy(
                        spec.imagePullPolicy() == null
                                ? null
                                : spec.imagePullPolicy().name());
    }

    private List<Container> initContainers(PodRole role) {
        ApplicationSpec application = spec.application();
        if (!PodVolumes.isFetched(application)) {
            return List.of();
        }
        return List.of(engine("millrace-fetch")
                .withArgs(
                        FETCH_MAIN,
                        String.valueOf(application.jar()),
                        String.valueOf(application.sha256()),
                        PodFiles.APPLICATION_DIRECTORY + "/" + PodFiles.FETCHED_JAR)
                .withEnv(lastWords())
                .withResources(resources(role))
                .addNewVolumeMount()
                .withName(PodVolumes.APPLICATION)
                .withMountPath(PodFiles.APPLICATION_DIRECTORY)
                .endVolumeMount()
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withSecurityContext(Rights.ofContainer(null))
                .build());
    }

    private List<EnvVar> driverEnvironment() {
        CheckpointSpec checkpoint = spec.checkpoint();
        if (checkpoint == null) {
            return List.of();
        }
        String uri = checkpoint.uri();
        return List.of(env("MILLRACE_CHECKPOINT", uri == null ? PodFiles.CHECKPOINT_DIRECTORY : uri));
    }

    private List<LocalObjectReference> pullSecrets() {
        return spec.imagePullSecrets() == null
                ? List.of()
                : spec.imagePullSecrets().stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .toList();
    }

    /** What the spec asks for, or memory that the JVM keeps within and as many cores as it has tasks, without a limit on them. */
    private static ResourceRequirements resources(PodRole role) {
        if (role.resources() != null) {
            return Json.MAPPER.convertValue(role.resources(), ResourceRequirements.class);
        }
        Quantity memory = new Quantity(role.memory().containerQuantity());
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(String.valueOf(role.cores())))
                .addToRequests("memory", memory)
                .addToLimits("memory", memory)
                .build();
    }

    /** Kubernetes' own file for what ends a container; it takes the end of the log where that is empty. */
    private static EnvVar lastWords() {
        return env("MILLRACE_LAST_WORDS", "/dev/termination-log");
    }

    private static EnvVar env(String name, @Nullable String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}

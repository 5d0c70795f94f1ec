package dev.millrace.operator.model;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.UiIngress;
import dev.millrace.crds.v1.UiService;
import dev.millrace.crds.v1.UiSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the pods of a job are reached, and by whom. */
final class JobNetwork {
    private final JobId job;
    private final JobNames names;
    private final StreamingJobSpec spec;
    private final Defaults defaults;

    JobNetwork(JobId job, StreamingJobSpec spec, Defaults defaults) {
        this.job = job;
        this.names = new JobNames(job.name());
        this.spec = spec;
        this.defaults = defaults;
    }

    /**
     * An address of its own rather than a headless name: it stays when the driver is replaced, so that no cache of names
     * between an executor and its driver has to expire first.
     */
    Service driverService() {
        return new ServiceBuilder()
                .withMetadata(job.metadata(names.driverService()))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(JobLabels.selector(job.name(), JobLabels.DRIVER))
                .withPublishNotReadyAddresses(true)
                .addNewPort()
                .withName("rpc")
                .withPort(PodFiles.RPC_PORT)
                .withTargetPort(new IntOrString(PodFiles.RPC_PORT))
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    Service headlessService() {
        return new ServiceBuilder()
                .withMetadata(job.metadata(names.headlessService()))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withSelector(JobLabels.selector(job.name()))
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build();
    }

    /** Pods of the job reach each other, the operator reaches the driver's control API, and nobody else anything but pages. */
    NetworkPolicy policy() {
        List<NetworkPolicyIngressRule> rules = new ArrayList<>();
        rules.add(new NetworkPolicyIngressRuleBuilder()
                .addNewFrom()
                .withNewPodSelector()
                .withMatchLabels(JobLabels.selector(job.name()))
                .endPodSelector()
                .endFrom()
                .build());
        rules.add(new NetworkPolicyIngressRuleBuilder()
                .addNewFrom()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", defaults.operatorNamespace()))
                .endNamespaceSelector()
                .withNewPodSelector()
                .withMatchLabels(Map.of(JobLabels.NAME, JobLabels.OPERATOR))
                .endPodSelector()
                .endFrom()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(PodFiles.CONTROL_PORT))
                .endPort()
                .build());
        if (JobSettings.showsPages(spec)) {
            rules.add(new NetworkPolicyIngressRuleBuilder()
                    .addNewPort()
                    .withProtocol("TCP")
                    .withPort(new IntOrString(PodFiles.UI_PORT))
                    .endPort()
                    .build());
        }
        return new NetworkPolicyBuilder()
                .withMetadata(job.metadata(names.networkPolicy()))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(JobLabels.selector(job.name()))
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .withIngress(rules)
                .endSpec()
                .build();
    }

    /** Service and ingress in front of the driver's pages, as far as the spec asks for them. */
    List<HasMetadata> ui() {
        UiSpec ui = spec.ui();
        if (ui == null || (ui.service() == null && ui.ingress() == null)) {
            return List.of();
        }
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(uiService(ui.service()));
        if (ui.ingress() != null) {
            objects.add(ingress(ui.ingress(), port(ui.service())));
        }
        return objects;
    }

    private Service uiService(@Nullable UiService wanted) {
        return new ServiceBuilder()
                .withMetadata(annotated(names.ui(), wanted == null ? null : wanted.annotations()))
                .withNewSpec()
                .withType(wanted == null ? "ClusterIP" : wanted.type().name())
                .withSelector(JobLabels.selector(job.name(), JobLabels.DRIVER))
                .addNewPort()
                .withName("ui")
                .withPort(port(wanted))
                .withTargetPort(new IntOrString(PodFiles.UI_PORT))
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private static int port(@Nullable UiService service) {
        return service == null ? 80 : service.port();
    }

    private Ingress ingress(UiIngress wanted, int port) {
        IngressBuilder ingress = new IngressBuilder()
                .withMetadata(annotated(names.ui(), wanted.annotations()))
                .withNewSpec()
                .withIngressClassName(wanted.className())
                .addNewRule()
                .withHost(wanted.host())
                .withNewHttp()
                .addNewPath()
                .withPath(wanted.path())
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(names.ui())
                .withNewPort()
                .withNumber(port)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec();
        if (wanted.tlsSecretName() != null) {
            ingress.editSpec()
                    .addNewTl()
                    .withHosts(wanted.host())
                    .withSecretName(wanted.tlsSecretName())
                    .endTl()
                    .endSpec();
        }
        return ingress.build();
    }

    private ObjectMeta annotated(String name, @Nullable Map<String, String> annotations) {
        ObjectMeta metadata = job.metadata(name);
        if (annotations != null) {
            metadata.setAnnotations(annotations);
        }
        return metadata;
    }
}

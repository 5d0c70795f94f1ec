package dev.millrace.operator.model;

import dev.millrace.crds.v1.CheckpointRetention;
import dev.millrace.crds.v1.CheckpointVolume;
import dev.millrace.crds.v1.StreamingJobSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/** The objects of a job besides its pods and its certificates. */
public final class JobObjects {
    /** Key of the spec in the ConfigMap that keeps it. */
    public static final String SPEC_KEY = "spec.json";

    private final JobId job;
    private final JobNames names;
    private final StreamingJobSpec spec;
    private final Defaults defaults;

    public JobObjects(JobId job, StreamingJobSpec spec, Defaults defaults) {
        this.job = job;
        this.names = new JobNames(job.name());
        this.spec = spec;
        this.defaults = defaults;
    }

    /** All of them, in the order in which they should be made. */
    public List<HasMetadata> all() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(applied());
        objects.add(configuration());
        if (spec.checkpoint() != null && spec.checkpoint().volume() != null) {
            objects.add(checkpointClaim(
                    spec.checkpoint().volume(), spec.checkpoint().retention()));
        }
        JobNetwork network = new JobNetwork(job, spec, defaults);
        objects.add(network.driverService());
        objects.add(network.headlessService());
        objects.add(network.policy());
        objects.addAll(network.ui());
        JobUpkeep upkeep = new JobUpkeep(job, spec);
        objects.add(upkeep.disruptionBudget());
        if (defaults.podMonitors()) {
            upkeep.podMonitor().ifPresent(objects::add);
        }
        return objects;
    }

    /** The spec itself, for when the next one cannot be used. */
    private ConfigMap applied() {
        return new ConfigMapBuilder()
                .withMetadata(job.metadata(names.applied()))
                .addToData(SPEC_KEY, Json.MAPPER.valueToTree(spec).toString())
                .build();
    }

    private ConfigMap configuration() {
        return new ConfigMapBuilder()
                .withMetadata(job.metadata(names.configuration()))
                .addToData(PodFiles.CONFIGURATION_KEY, JobSettings.text(JobSettings.of(job.name(), spec)))
                .build();
    }

    /** With the job as its owner only where it should go with the job: then Kubernetes itself deletes it. */
    private PersistentVolumeClaim checkpointClaim(CheckpointVolume volume, CheckpointRetention retention) {
        String name = names.checkpointClaim();
        return new PersistentVolumeClaimBuilder()
                .withMetadata(retention == CheckpointRetention.Delete ? job.metadata(name) : job.lasting(name))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(volume.storageClassName())
                .withNewResources()
                .addToRequests("storage", new Quantity(volume.size()))
                .endResources()
                .endSpec()
                .build();
    }
}

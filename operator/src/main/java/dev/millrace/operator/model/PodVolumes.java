package dev.millrace.operator.model;

import dev.millrace.crds.v1.ApplicationSpec;
import dev.millrace.crds.v1.CheckpointSpec;
import dev.millrace.crds.v1.JarVolume;
import dev.millrace.crds.v1.StreamingJobSpec;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volumes that the operator mounts into the pods of a job. Their names start with {@code millrace-}. */
final class PodVolumes {
    private static final String CONFIGURATION = "millrace-conf";
    private static final String TLS = "millrace-tls";
    private static final String SCRATCH = "millrace-scratch";
    private static final String CHECKPOINT = "millrace-checkpoint";
    static final String APPLICATION = "millrace-application";
    /** For the owner and the group, which is the pod's file group. */
    private static final int KEY_MODE = 0440;

    private final List<Volume> volumes = new ArrayList<>();
    private final List<VolumeMount> mounts = new ArrayList<>();

    /** All that a pod of this role mounts; a checkpoint volume is the driver's alone. */
    PodVolumes(String job, StreamingJobSpec spec, PodRole role) {
        JobNames names = new JobNames(job);
        configuration(names);
        tls(names, role.certificate());
        scratch();
        application(spec.application());
        if (role.label().equals(JobLabels.DRIVER)) {
            checkpoint(names, spec.checkpoint());
        }
    }

    List<Volume> volumes() {
        return volumes;
    }

    List<VolumeMount> mounts() {
        return mounts;
    }

    private void configuration(JobNames names) {
        volumes.add(new VolumeBuilder()
                .withName(CONFIGURATION)
                .withNewConfigMap()
                .withName(names.configuration())
                .addNewItem(PodFiles.CONFIGURATION_KEY, null, PodFiles.CONFIGURATION_KEY)
                .endConfigMap()
                .build());
        mounts.add(readOnly(CONFIGURATION, PodFiles.CONFIGURATION_DIRECTORY));
    }

    /** A pod sees its own key alone, though one Secret holds them all. */
    private void tls(JobNames names, String role) {
        volumes.add(new VolumeBuilder()
                .withName(TLS)
                .withNewSecret()
                .withSecretName(names.certificates())
                .withDefaultMode(KEY_MODE)
                .withItems(
                        new KeyToPathBuilder()
                                .withKey(role + ".crt")
                                .withPath("tls.crt")
                                .build(),
                        new KeyToPathBuilder()
                                .withKey(role + ".key")
                                .withPath("tls.key")
                                .build(),
                        new KeyToPathBuilder()
                                .withKey(Certificates.AUTHORITY)
                                .withPath("ca.crt")
                                .build())
                .endSecret()
                .build());
        mounts.add(readOnly(TLS, PodFiles.TLS_DIRECTORY));
    }

    private void scratch() {
        volumes.add(new VolumeBuilder()
                .withName(SCRATCH)
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        mounts.add(mount(SCRATCH, PodFiles.SCRATCH_DIRECTORY));
    }

    private void application(ApplicationSpec application) {
        JarVolume jar = application.volume();
        VolumeBuilder volume = new VolumeBuilder().withName(APPLICATION);
        if (jar != null && jar.existingClaim() != null) {
            volumes.add(volume.withNewPersistentVolumeClaim(jar.existingClaim(), true)
                    .build());
        } else if (jar != null) {
            volumes.add(volume.withNewConfigMap()
                    .withName(jar.configMap())
                    .endConfigMap()
                    .build());
        } else if (isFetched(application)) {
            volumes.add(volume.withNewEmptyDir().endEmptyDir().build());
        } else {
            return;
        }
        mounts.add(readOnly(APPLICATION, PodFiles.APPLICATION_DIRECTORY));
    }

    private void checkpoint(JobNames names, @Nullable CheckpointSpec checkpoint) {
        String claim = checkpoint == null ? null : claim(names, checkpoint);
        if (claim != null) {
            volumes.add(new VolumeBuilder()
                    .withName(CHECKPOINT)
                    .withNewPersistentVolumeClaim(claim, false)
                    .build());
            mounts.add(mount(CHECKPOINT, PodFiles.CHECKPOINT_DIRECTORY));
        }
    }

    /** Name of the claim of a checkpoint; null where it is elsewhere. */
    static @Nullable String claim(JobNames names, CheckpointSpec checkpoint) {
        return checkpoint.volume() != null ? names.checkpointClaim() : checkpoint.existingClaim();
    }

    /** Whether the jar comes over the net before the process starts. */
    static boolean isFetched(ApplicationSpec application) {
        return application.jar() != null && application.jar().startsWith("http");
    }

    private static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }

    private static VolumeMount readOnly(String name, String path) {
        return new VolumeMountBuilder(mount(name, path)).withReadOnly(true).build();
    }
}

package dev.millrace.operator.model;

import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.crds.v1.pod.PodTemplate;
import dev.millrace.crds.v1.pod.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the pods of a driver and of executors.
 *
 * @param label value of the role label
 * @param certificate name of the role in its certificate, and of its entries in the Secret
 * @param mainClass entry point of the process
 * @param graceSeconds how long the process may take to end
 */
record PodRole(
        String label,
        String certificate,
        String podName,
        String mainClass,
        int cores,
        JvmMemory memory,
        @Nullable ResourceRequirements resources,
        @Nullable PodTemplate template,
        long graceSeconds) {
    /** A graceful stop may take {@code millrace.streaming.gracefulStopTimeout}, 60 s by default, and a little more. */
    private static final long DRIVER_GRACE_SECONDS = 75;

    private static final long EXECUTOR_GRACE_SECONDS = 10;

    static PodRole driver(String job, StreamingJobSpec spec) {
        return new PodRole(
                JobLabels.DRIVER,
                "driver",
                new JobNames(job).driverPod(),
                "dev.millrace.runtime.DriverMain",
                spec.driver().cores(),
                JvmMemory.ofHeap(spec.driver().memory()),
                spec.driver().resources(),
                spec.driver().template(),
                DRIVER_GRACE_SECONDS);
    }

    static PodRole executor(String job, StreamingJobSpec spec, int ordinal) {
        return new PodRole(
                JobLabels.EXECUTOR,
                "executor-" + ordinal,
                new JobNames(job).executorPod(ordinal),
                "dev.millrace.runtime.ExecutorMain",
                spec.executor().cores(),
                JvmMemory.ofHeap(spec.executor().memory()),
                spec.executor().resources(),
                spec.executor().template(),
                EXECUTOR_GRACE_SECONDS);
    }
}

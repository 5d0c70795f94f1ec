package dev.millrace.operator.model;

/**
 * Names of the objects of a job. They follow from the job's name alone, so that two operators, or one after a restart,
 * can never make the same thing twice.
 *
 * @param job name of the StreamingJob, at most 50 characters
 */
public record JobNames(String job) {
    /** ConfigMap with the configuration as files. */
    public String configuration() {
        return job + "-conf";
    }

    /** ConfigMap with the last spec that could be used. */
    public String applied() {
        return job + "-applied";
    }

    /** Secret with the certificates and keys of the processes. */
    public String certificates() {
        return job + "-certificates";
    }

    /** Secret with the key of the job's authority and the operator's own certificate; no pod mounts it. */
    public String authority() {
        return job + "-authority";
    }

    /** Service with a stable address at which executors find the driver, whichever pod it is. */
    public String driverService() {
        return job + "-driver";
    }

    /** Headless service with all pods, which gives each of them a name. */
    public String headlessService() {
        return job + "-pods";
    }

    /** Service and ingress in front of the driver's pages. */
    public String ui() {
        return job + "-ui";
    }

    public String driverPod() {
        return job + "-driver";
    }

    public String executorPod(int ordinal) {
        return job + "-exec-" + ordinal;
    }

    /** Claim of the checkpoint volume that is made for the job. */
    public String checkpointClaim() {
        return job + "-checkpoint";
    }

    public String networkPolicy() {
        return job + "-pods";
    }

    public String disruptionBudget() {
        return job + "-pods";
    }

    public String podMonitor() {
        return job + "-pods";
    }
}

package dev.millrace.operator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The operator's configuration. Each key can be set as an environment variable as well: in capitals, with {@code _} for dots
 * and hyphens.
 */
@ConfigMapping(prefix = "millrace.operator")
public interface OperatorConfig {
    String ALL_NAMESPACES = "JOSDK_ALL_NAMESPACES";

    @Described("Image of driver and executors where a job names none.")
    @WithDefault("millrace/runtime:${quarkus.application.version}")
    String image();

    @Described("Namespace that the operator runs in. Default: that of its service account.")
    Optional<String> namespace();

    @Described("Namespaces whose jobs are run, separated by commas. Default: all of them.")
    @WithDefault(ALL_NAMESPACES)
    String namespaces();

    @Described("How long a job goes without a look at most, whatever events say.")
    @WithDefault("30s")
    Duration resyncInterval();

    @Described("How often figures of batches are written to a job's status at most.")
    @WithDefault("10s")
    Duration statusInterval();

    @Described("How long a pod stays bound to a node that does not answer.")
    @WithDefault("30s")
    Duration nodeLossTolerance();

    @Described(
            "How long the certificates of driver and executors are valid. They are made anew after two thirds of it, for"
                    + " pods that start from then on.")
    @WithDefault("1825d")
    Duration certificateLifetime();

    @Described(
            "Whether jobs may have a PodMonitor. Needs the definitions of the Prometheus operator in the cluster, and the"
                    + " right to list, watch, create, update and delete PodMonitors.")
    @WithDefault("false")
    boolean podMonitors();

    Driver driver();

    Limits timeout();

    Canary canary();

    LeaderElection leaderElection();

    /** Questions to drivers. */
    interface Driver {
        @Described("Pause between two questions to a driver that runs.")
        @WithDefault("1s")
        Duration pollInterval();

        @Described("How long a driver may take to answer.")
        @WithDefault("2s")
        Duration requestTimeout();
    }

    /** How long the phases of a job may take. */
    interface Limits {
        @Described("Until an image is pulled.")
        @WithDefault("2m")
        Duration image();

        @Described("Until a node is found for a pod.")
        @WithDefault("2m")
        Duration scheduling();

        @Described("Until the process of a pod that has a node runs.")
        @WithDefault("3m")
        Duration start();

        @Described("From the start of driver and executors until batches are made.")
        @WithDefault("3m")
        Duration driverReady();

        @Described("From the start of an executor until the driver knows it.")
        @WithDefault("1m")
        Duration registration();

        @Described("How long a driver may be silent before it is replaced.")
        @WithDefault("30s")
        Duration unresponsive();

        @Described("How long an executor may take to leave at a batch boundary.")
        @WithDefault("2m")
        Duration drain();

        @Described("How much longer than its grace period a pod may take to end before its node is looked at.")
        @WithDefault("15s")
        Duration end();
    }

    /** The operator's check on itself. */
    interface Canary {
        @Described(
                "Whether the operator keeps a job without pods in its own namespace, changes it again and again, and is"
                        + " restarted by Kubernetes when that change is not reconciled in time.")
        @WithDefault("false")
        boolean enabled();

        @Described("How often the canary is changed.")
        @WithDefault("30s")
        Duration interval();

        @Described("How long its change may take to be reconciled.")
        @WithDefault("1m")
        Duration timeout();
    }

    /** With more than one replica of the operator, one of them works. */
    interface LeaderElection {
        @Described("Whether a leader is elected.")
        @WithDefault("true")
        boolean enabled();

        @Described("Name of the lease, in the operator's namespace.")
        @WithDefault("millrace-operator")
        String leaseName();

        @Described("How long a leader that has not renewed its lease is waited for.")
        @WithDefault("15s")
        Duration leaseDuration();

        @Described("How long a leader tries to renew its lease before it gives up.")
        @WithDefault("10s")
        Duration renewDeadline();

        @Described("Pause between two tries.")
        @WithDefault("2s")
        Duration retryPeriod();
    }
}

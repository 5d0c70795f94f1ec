package dev.millrace.operator.leader;

import dev.millrace.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this operator is the one that works. One that loses the lease ends, and comes back as a standby. Thread-safe. */
@Singleton
public class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final String identity = Objects.requireNonNullElseGet(
            System.getenv("HOSTNAME"), () -> UUID.randomUUID().toString());
    private volatile boolean leader;

    @Inject
    public Leadership(KubernetesClient client, OperatorConfig config, MeterRegistry registry) {
        this.client = client;
        this.config = config;
        this.leader = !config.leaderElection().enabled();
        Gauge.builder("millrace.operator.leader", this, self -> self.isLeader() ? 1 : 0)
                .description("1 for the operator that works, 0 for a standby")
                .register(registry);
    }

    public boolean isLeader() {
        return leader;
    }

    /** What the framework elects by; null where no leader is elected. */
    @Produces
    @Dependent
    @Nullable
    LeaderElectionConfiguration election() {
        OperatorConfig.LeaderElection election = config.leaderElection();
        if (!election.enabled()) {
            return null;
        }
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.leaseName())
                .withLeaseNamespace(namespace())
                .withIdentity(identity)
                .withLeaseDuration(election.leaseDuration())
                .withRenewDeadline(election.renewDeadline())
                .withRetryPeriod(election.retryPeriod())
                .withLeaderCallbacks(new LeaderCallbacks(this::started, this::stopped, this::elected))
                .build();
    }

    private String namespace() {
        return config.namespace().orElseGet(client::getNamespace);
    }

    private void started() {
        leader = true;
        LOG.info("this operator leads: lease={}", config.leaderElection().leaseName());
    }

    private void stopped() {
        leader = false;
        LOG.info("this operator does not lead any more");
        release();
    }

    /** Gives the lease back, so that the next one need not wait until it has run out. */
    private void release() {
        try {
            client.leases()
                    .inNamespace(namespace())
                    .withName(config.leaderElection().leaseName())
                    .edit(lease -> identity.equals(lease.getSpec().getHolderIdentity())
                            ? new LeaseBuilder(lease)
                                    .editSpec()
                                    .withHolderIdentity("")
                                    .endSpec()
                                    .build()
                            : lease);
        } catch (KubernetesClientException e) {
            LOG.warn("the lease is not given back, and runs out by itself: {}", e.getMessage());
        }
    }

    private void elected(String identity) {
        LOG.info("the leader is {}", identity);
    }
}

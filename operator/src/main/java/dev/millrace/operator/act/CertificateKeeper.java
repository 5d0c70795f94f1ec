package dev.millrace.operator.act;

import dev.millrace.certificates.Credential;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.operator.driver.Credentials;
import dev.millrace.operator.model.Certificates;
import dev.millrace.operator.model.JobId;
import dev.millrace.operator.model.JobNames;
import dev.millrace.operator.model.JobSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes and keeps the certificates of jobs in two Secrets each: one that no pod mounts, with the authority's key and the
 * operator's own certificate, and one for the pods. Secrets are read one by one by name, so that the operator needs no right
 * to list them. Thread-safe.
 */
public final class CertificateKeeper {
    /** How long a job's Secrets are believed to be there without a look. */
    private static final Duration BELIEF = Duration.ofMinutes(5);

    private record Kept(Credentials credentials, int executors, Instant checked, Instant renewal) {}

    private final KubernetesClient client;
    private final Clock clock;
    private final Duration lifetime;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /**
     * Keeps the certificates of all jobs.
     *
     * @param lifetime how long certificates are valid; they are made anew after two thirds of it
     */
    public CertificateKeeper(KubernetesClient client, Clock clock, Duration lifetime) {
        this.client = client;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** What the operator shows to the job's driver; empty before the Secrets exist. */
    public Optional<Credentials> credentials(JobId job) {
        Kept known = kept.get(job.uid());
        if (known != null) {
            return Optional.of(known.credentials());
        }
        Secret secret = read(job, new JobNames(job.name()).authority());
        return secret == null ? Optional.empty() : Optional.of(operatorsOwn(secret));
    }

    public void forget(JobId job) {
        kept.remove(job.uid());
    }

    /**
     * Sees to it that the Secrets have certificates for driver, operator and at least so many executors.
     *
     * @param isNew whether the Secrets are made before they are looked for, which saves a new job two questions
     */
    void ensure(JobId job, int replicas, boolean isNew) {
        Instant now = clock.instant();
        Kept known = kept.get(job.uid());
        int executors = Certificates.executors(replicas);
        if (known != null
                && known.executors() >= executors
                && now.isBefore(known.checked().plus(BELIEF))
                && now.isBefore(known.renewal())) {
            return;
        }
        try {
            Secret authoritySecret = authority(job, isNew);
            JobAuthority authority = JobAuthority.restore(new Credential(
                    JobSecrets.value(authoritySecret, Certificates.AUTHORITY),
                    JobSecrets.value(authoritySecret, Certificates.AUTHORITY_KEY)));
            Instant renewal = processes(job, authority, executors, isNew);
            kept.put(job.uid(), new Kept(operatorsOwn(authoritySecret), executors, now, renewal));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the certificates of " + job.namespace() + "/" + job.name() + " cannot be used: delete the Secret "
                            + new JobNames(job.name()).authority() + " to have them made anew; " + e.getMessage(),
                    e);
        }
    }

    private Secret authority(JobId job, boolean isNew) throws GeneralSecurityException {
        String name = new JobNames(job.name()).authority();
        Secret there = isNew ? null : read(job, name);
        if (there != null) {
            return there;
        }
        // an authority outlives what it signs by one lifetime, so that those can be renewed under it
        JobAuthority authority = JobAuthority.create(job.name(), Validity.lasting(lifetime.multipliedBy(2), clock));
        Credential own = authority.issue(Role.OPERATOR, authority.validity());
        Map<String, String> values = new TreeMap<>();
        values.put(Certificates.AUTHORITY, authority.trusted());
        values.put(Certificates.AUTHORITY_KEY, authority.credential().privateKey());
        values.put(Certificates.certificate(Certificates.OPERATOR), own.certificate());
        values.put(Certificates.key(Certificates.OPERATOR), own.privateKey());
        Secret made = create(JobSecrets.secret(job, name, values), isNew);
        return made == null ? authority(job, false) : made;
    }

    /** Makes what is missing or due; returns when the first of them has to be renewed. */
    private Instant processes(JobId job, JobAuthority authority, int executors, boolean isNew)
            throws GeneralSecurityException {
        String name = new JobNames(job.name()).certificates();
        Secret there = isNew ? null : read(job, name);
        Map<String, String> values = there == null ? new TreeMap<>() : JobSecrets.values(there);
        boolean changed = !Objects.equals(values.put(Certificates.AUTHORITY, authority.trusted()), authority.trusted());
        boolean sameAuthority = !changed;
        Instant renewal = renew(values, authority, Role.DRIVER, sameAuthority);
        for (int ordinal = 0; ordinal < executors; ordinal++) {
            Instant next = renew(values, authority, Role.executor(ordinal), sameAuthority);
            renewal = next.isBefore(renewal) ? next : renewal;
        }
        Secret wanted = JobSecrets.secret(job, name, values);
        if (there == null) {
            return create(wanted, isNew) == null ? processes(job, authority, executors, false) : renewal;
        }
        if (!values.equals(JobSecrets.values(there))) {
            wanted.getMetadata().setResourceVersion(there.getMetadata().getResourceVersion());
            client.resource(wanted).update();
        }
        return renewal;
    }

    private Instant renew(Map<String, String> values, JobAuthority authority, Role role, boolean sameAuthority)
            throws GeneralSecurityException {
        String certificate = values.get(Certificates.certificate(role.name()));
        String key = values.get(Certificates.key(role.name()));
        if (sameAuthority && certificate != null && key != null) {
            Validity validity = new Credential(certificate, key).validity();
            if (!validity.isRenewalDue(clock)) {
                return validity.renewal();
            }
        }
        Credential fresh = authority.issue(role, Validity.lasting(lifetime, clock));
        values.put(Certificates.certificate(role.name()), fresh.certificate());
        values.put(Certificates.key(role.name()), fresh.privateKey());
        return fresh.validity().renewal();
    }

    /** Null when nobody has looked for it before and there is one. */
    private @Nullable Secret create(Secret secret, boolean isNew) {
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (isNew && Conflicts.isConflict(e)) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable Secret read(JobId job, String name) {
        return client.secrets().inNamespace(job.namespace()).withName(name).get();
    }

    private static Credentials operatorsOwn(Secret secret) {
        return new Credentials(
                JobSecrets.value(secret, Certificates.certificate(Certificates.OPERATOR)),
                JobSecrets.value(secret, Certificates.key(Certificates.OPERATOR)),
                JobSecrets.value(secret, Certificates.AUTHORITY));
    }
}

package dev.millrace.e2e.figures;

import dev.millrace.e2e.cluster.TestNamespace;
import dev.millrace.e2e.job.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * A thousand jobs under one operator, installed as users install it. Their pods do not run: a node and a kubelet of the
 * benchmark's own say that they do. No driver answers, so the jobs stay in phase {@code Starting}.
 */
final class ManyJobs implements Measurement {

    /** Kubernetes' own controllers compare each pod with each Service of its namespace. */
    private static final int NAMESPACES = 20;

    private static final int EDITS = 200;
    private static final long SEED = 20_260_101;
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(10);
    private static final Duration LONGEST_END = Duration.ofMinutes(5);
    private static final double MOST_MEMORY = 512;

    private final Random random = new Random(SEED);

    @Override
    public String name() {
        return "many-jobs";
    }

    @Override
    public List<Series> measure(Bench bench) {
        List<Series> all = new ArrayList<>();
        KubernetesClient client = bench.cluster().client();
        // Nothing of these jobs ever answers, and that is no failure here.
        bench.installation()
                .upgrade(
                        Installation.chart(),
                        "config.timeout.start=1d",
                        "config.timeout.scheduling=1d",
                        "config.timeout.driverReady=1d",
                        "config.timeout.registration=1d")
                .orThrow();
        try (Closing closing = bench.closing().nested()) {
            closing.add(FakeNode.create(client));
            FakeKubelet kubelet = closing.add(new FakeKubelet(client));
            try (Closing jobs = closing.nested()) {
                List<TestNamespace> namespaces = new ArrayList<>();
                // While operator and kubelet are there to let jobs and pods go.
                jobs.add(() -> deleteAll(client, namespaces));
                for (int i = 0; i < NAMESPACES; i++) {
                    namespaces.add(TestNamespace.create(bench.cluster(), "figures-" + i));
                }
                try {
                    all.addAll(
                            measure(bench, jobs.add(new JobFleet(client, kubelet.pods(), namespaces, bench.jobs()))));
                } catch (RuntimeException | AssertionError e) {
                    // Jobs are dealt out in turn: one namespace shows what there is in all.
                    namespaces.get(0).dumpTo(Path.of("target", "cluster-dumps", "figures." + name()));
                    bench.installation().dumpTo(Path.of("target", "cluster-dumps", "figures." + name() + ".operator"));
                    throw e;
                }
            }
        } finally {
            bench.installation().upgrade(Installation.chart()).orThrow();
        }
        return all;
    }

    private List<Series> measure(Bench bench, JobFleet fleet) {
        // After the upgrade a new one waits for the lease of the one before; that belongs to no figure here.
        Awaitility.await("the operator to lead")
                .atMost(RunningJob.SOON)
                .until(() -> bench.installation().pods().stream()
                        .anyMatch(pod -> pod.getMetadata()
                                .getName()
                                .equals(bench.installation().leader())));
        OperatorPod operator =
                OperatorPod.of(bench.installation(), bench.installation().pods().get(0));
        Instant begin = Instant.now();
        fleet.create();
        Duration created = Duration.between(begin, Instant.now());
        fleet.awaitReconciled();
        Duration reconciled = Duration.between(begin, Instant.now());
        bench.tell(this, "%d jobs created in %s, reconciled in %s".formatted(bench.jobs(), created, reconciled));
        fleet.awaitRunning();
        bench.tell(this, "all pods run after %s".formatted(Duration.between(begin, Instant.now())));

        List<Double> edits = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            edits.add(seconds(fleet.edit(random.nextInt(bench.jobs()), i)));
        }
        Series acted = Series.ofInterest("edit", "s", edits);
        bench.tell(
                this,
                "edits p50 %.3f s, p99 %.3f s, most %.3f s"
                        .formatted(acted.median(), acted.percentile(0.99), acted.most()));

        List<Series> all = new ArrayList<>(List.of(
                Series.ofTimes("%,d jobs: all reconciled".formatted(bench.jobs()), 60, List.of(reconciled)),
                Series.ofInterest(
                        "%,d jobs: one edit among them acted on, p50 of %d".formatted(bench.jobs(), EDITS),
                        "s",
                        List.of(acted.median())),
                Series.ofTimes(
                        "%,d jobs: one edit among them acted on, p99 of %d".formatted(bench.jobs(), EDITS),
                        1,
                        List.of(Duration.ofNanos((long) (acted.percentile(0.99) * 1e9))))));
        all.addAll(soak(bench, fleet, operator));
        return all;
    }

    /** An edit every second or so, and a look at the operator's memory every ten. */
    private List<Series> soak(Bench bench, JobFleet fleet, OperatorPod operator) {
        List<Double> workingSet = new ArrayList<>();
        List<Double> anonymous = new ArrayList<>();
        Instant end = Instant.now().plus(bench.soak());
        int edit = EDITS;
        for (Instant next = Instant.now(); Instant.now().isBefore(end); next = next.plus(BETWEEN_SAMPLES)) {
            while (Instant.now().isBefore(next)) {
                fleet.edit(random.nextInt(bench.jobs()), edit++);
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
            workingSet.add(operator.workingSet());
            anonymous.add(operator.anonymous());
            int last = workingSet.size() - 1;
            bench.tell(
                    this,
                    "working set %.0f MB, anonymous %.0f MB".formatted(workingSet.get(last), anonymous.get(last)));
        }
        String over = " over %d min".formatted(bench.soak().toMinutes());
        return List.of(
                new Series("its operator: working set" + over, "≤ 512 MB", MOST_MEMORY, "MB", workingSet),
                Series.ofInterest("its operator: anonymous memory" + over, "MB", anonymous),
                Series.ofInterest(
                        "its operator: growth of the working set, last quarter to second" + over,
                        "MB",
                        List.of(growth(workingSet))));
    }

    /** From the median of the second quarter, when all that is used is compiled and loaded, to that of the last. */
    private static double growth(List<Double> values) {
        int quarter = Math.max(1, values.size() / 4);
        Series second = Series.ofInterest(
                "", "MB", values.subList(Math.min(quarter, values.size() - 1), Math.min(2 * quarter, values.size())));
        Series last = Series.ofInterest("", "MB", values.subList(values.size() - quarter, values.size()));
        return last.median() - second.median();
    }

    private static void deleteAll(KubernetesClient client, List<TestNamespace> namespaces) {
        namespaces.forEach(TestNamespace::close);
        namespaces.forEach(namespace -> client.namespaces()
                .withName(namespace.name())
                .waitUntilCondition(java.util.Objects::isNull, LONGEST_END.toSeconds(), TimeUnit.SECONDS));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}

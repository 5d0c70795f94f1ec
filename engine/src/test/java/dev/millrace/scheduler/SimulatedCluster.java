package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.JobRunnerProvider;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.Life;
import dev.millrace.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The executors of one driver in a simulation. Driver and executors are the engine's own, and so are the bytes of their
 * messages; this is in the place of {@link RemoteCluster}, {@link ExecutorRuntime}, {@link RemotePeers} and the network.
 */
public final class SimulatedCluster implements Cluster, JobRunnerProvider {
    private static final int MOST_EXECUTORS = 4;

    final Simulation simulation;
    final Life driver;
    final Codecs codecs = new Codecs(ContextLoader.current());
    private int executors;
    private final int cores;
    private final Map<Integer, SimulatedExecutor> nodes = new TreeMap<>();
    private final List<SimulatedExecutor> ended = new ArrayList<>();
    private DagScheduler scheduler;
    private int incarnations;

    /** @param driver the process that the executors belong to; they end with it */
    @SuppressWarnings("NullAway") // the scheduler is there before anything else is asked
    public SimulatedCluster(Simulation simulation, Life driver, int executors, int cores) {
        this.simulation = simulation;
        this.driver = driver;
        this.executors = executors;
        this.cores = cores;
    }

    @Override
    public JobRunner open(MillraceConf conf, MillraceContext context) {
        ExecutorPool pool = new ExecutorPool(executors, conf.get(MillraceConfig.EXECUTOR_REGISTRATION_TIMEOUT));
        scheduler = new DagScheduler(conf, context, pool, new Turns());
        scheduler.runOn(this);
        for (int ordinal = 0; ordinal < executors; ordinal++) {
            startAfter(simulation.random(3_000), ordinal);
        }
        return scheduler;
    }

    /** What threads of the driver do while they wait, and what it does in the background: other things that happen. */
    private final class Turns implements Waiting {
        @Override
        public void until(BooleanSupplier holds) {
            simulation.waitUntil(driver, holds);
        }

        @Override
        public void background(String name, HandOver work) {
            simulation.after(simulation.random(1_000), driver, () -> next(work));
        }

        private void next(HandOver work) {
            if (!work.isOver()) {
                simulation.after(1_000 * work.step(), driver, () -> next(work));
            }
        }

        @Override
        public long nanos() {
            return simulation.nanos();
        }
    }

    private void startAfter(long micros, int ordinal) {
        simulation.after(micros, driver, () -> start(ordinal));
    }

    private void start(int ordinal) {
        if (ordinal >= executors || nodes.containsKey(ordinal)) {
            return; // there are to be fewer since, or one of another reason is there
        }
        String name = "executor-" + ordinal + "-" + ++incarnations;
        SimulatedExecutor node = new SimulatedExecutor(this, name, ordinal, cores);
        nodes.put(ordinal, node);
        scheduler.executorAdded(node);
    }

    /** The driver notices that an executor is gone; a new one takes its place. */
    void lost(SimulatedExecutor node, String reason) {
        scheduler.executorLost(node.name(), reason);
        if (nodes.remove(node.ordinal(), node)) {
            ended.add(node);
            startAfter(1_000 + simulation.random(60_000), node.ordinal());
        }
    }

    DagScheduler scheduler() {
        return scheduler;
    }

    /** Names of the executors that the driver has told the others about. */
    List<String> names() {
        return nodes.values().stream().map(SimulatedExecutor::name).toList();
    }

    /** An executor that is there as far as the driver knows; it may have ended. */
    @org.jspecify.annotations.Nullable
    SimulatedExecutor find(String name) {
        return nodes.values().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Something goes wrong with one of the executors, or there are to be more or fewer of them. */
    public void strike() {
        List<SimulatedExecutor> all = List.copyOf(nodes.values());
        if (all.isEmpty()) {
            return;
        }
        if (simulation.strikes(Fault.SCALING, 4)) {
            scale(1 + simulation.random(MOST_EXECUTORS));
        }
        SimulatedExecutor victim = all.get(simulation.random(all.size()));
        if (simulation.strikes(Fault.EXECUTOR_CRASH, 2)) {
            victim.kill();
        } else if (simulation.strikes(Fault.PAUSE, 2)) {
            simulation.pause(victim.life(), simulation.random(400));
        } else if (simulation.strikes(Fault.PARTITION, 2)) {
            boolean forGood = simulation.random(2) == 0;
            int millis = simulation.random(500);
            boolean everybody = simulation.random(2) == 0;
            for (SimulatedExecutor node : everybody ? all : List.of(victim)) {
                node.cutOff(millis, forGood);
            }
        }
    }

    private void scale(int desired) {
        executors = desired;
        scheduler.scale(desired, Set.of());
        for (int ordinal = 0; ordinal < desired; ordinal++) {
            startAfter(1_000 + simulation.random(60_000), ordinal);
        }
    }

    /** The driver has ended: each executor does when it notices. */
    public void orphan() {
        nodes.values().forEach(node -> simulation.after(simulation.random(30_000), simulation.world(), node::kill));
    }

    /** Memory and files of the executors, once nothing of the driver is on the stack any more. */
    public void release() {
        nodes.values().forEach(SimulatedExecutor::release);
        ended.forEach(SimulatedExecutor::release);
        nodes.clear();
        ended.clear();
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> node.life().end());
    }

    static final Duration ANSWER = Duration.ofSeconds(30);
}

package dev.millrace.streaming;

import dev.millrace.batch.StreamRun;
import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.SimulatedContexts;
import dev.millrace.scheduler.SimulatedCluster;
import dev.millrace.simulation.Crash;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.Life;
import dev.millrace.simulation.SimulatedDisk;
import dev.millrace.simulation.Simulation;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A driver in a simulation, with executors of its own: the engine's context, whose clock and scheduler take turns. */
public final class SimulatedDriver {
    /** How a driver may end while things go wrong: its disk, its executors or the user's function failed, or it was replaced. */
    private static final Set<ErrorCode> BY_FAULTS = EnumSet.of(
            ErrorCode.FILE, ErrorCode.FENCED, ErrorCode.NO_EXECUTORS, ErrorCode.TASK_FAILED, ErrorCode.CANCELLED);

    private final Simulation simulation;
    private final Life life;
    private final SimulatedDisk.Mount disk;
    private final Simulation.ProcessClock clock;
    private final SimulatedCluster cluster;
    private final Settings settings;
    private final Consumer<String> violation;
    private boolean startedHealthy;
    private @Nullable MillraceContext millraceContext;
    private @Nullable StreamRun run;
    private @Nullable StreamingContext context;

    /**
     * What is the same for all drivers of a simulation.
     *
     * @param define makes the streams of the job
     */
    public record Settings(
            MillraceConf conf, Duration interval, CheckpointLimits limits, int executors, int cores, Define define) {}

    /** The user's program. */
    @FunctionalInterface
    public interface Define {
        void on(StreamingContext context, Life driver);
    }

    /** @param violation told when the driver ends as no fault explains */
    public SimulatedDriver(
            Simulation simulation, String name, SimulatedDisk disk, Settings settings, Consumer<String> violation) {
        this.simulation = simulation;
        this.life = simulation.life(name);
        this.disk = disk.mount(life);
        this.settings = settings;
        this.violation = violation;
        this.clock =
                simulation.new ProcessClock(simulation.strikes(Fault.CLOCK_JUMP, 3) ? simulation.random(600) - 300 : 0);
        this.cluster = new SimulatedCluster(simulation, life, settings.executors(), settings.cores());
    }

    public Life life() {
        return life;
    }

    public void startAfter(long millis) {
        simulation.after(1_000 * millis, life, this::start);
    }

    private void start() {
        if (simulation.isTaskRunning()) {
            startAfter(1);
            return;
        }
        startedHealthy = simulation.isHealthy();
        try {
            MillraceContext executors = SimulatedContexts.open(settings.conf(), cluster);
            millraceContext = executors;
            StreamingContext streams = new StreamingContext(executors, settings.interval(), clock);
            context = streams;
            settings.define().on(streams, life);
            run = streams.startWithoutThreads(disk, settings.limits());
        } catch (MillraceException e) {
            ended(e);
            return;
        } catch (RuntimeException | AssertionError e) {
            unexplained(e);
            return;
        }
        tick();
        work();
        commit();
    }

    /** What the thread of the batch generator does. */
    private void tick() {
        StreamRun running = running();
        if (running != null) {
            if (simulation.strikes(Fault.CLOCK_JUMP, 200)) {
                clock.jump(simulation.random(500));
            }
            if (!disk.isBusy()) {
                running.endDueBatches();
            }
            simulation.after(500 + simulation.random(20_000), life, this::tick);
        }
    }

    /** What the thread of the batch scheduler does. */
    private void work() {
        StreamRun running = running();
        if (running != null) {
            if (!disk.isBusy() && !simulation.isTaskRunning()) {
                try {
                    running.runNextBatch();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            simulation.after(200 + simulation.random(8_000), life, this::work);
        }
    }

    /** What the thread that commits does: at any time, in the middle of a batch too. */
    private void commit() {
        StreamRun running = running();
        if (running != null) {
            if (!disk.isBusy() && !simulation.isTaskRunning()) {
                running.commitNextBatch();
            }
            simulation.after(200 + simulation.random(12_000), life, this::commit);
        }
    }

    /** The run, as long as it has not ended by itself. */
    private @Nullable StreamRun running() {
        StreamRun current = run;
        if (current != null && context != null && context.getState() == StreamingContextState.STOPPED) {
            MillraceException failure = current.failure();
            if (failure == null) {
                life.end();
            } else {
                ended(context.replaced() == null ? failure : context.replaced());
            }
            return null;
        }
        return current;
    }

    private void ended(MillraceException failure) {
        boolean isFenced = failure.code() == ErrorCode.FENCED;
        if (!life.isOver() && !isFenced && (startedHealthy || !isByFault(failure))) {
            unexplained(failure);
        }
        simulation.note(failure.code().name(), 0);
        life.end();
    }

    private static boolean isByFault(MillraceException failure) {
        return BY_FAULTS.contains(failure.code()) || failure.getCause() instanceof SimulatedDisk.CutOffException;
    }

    private void unexplained(Throwable failure) {
        java.io.StringWriter trace = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(trace));
        violation.accept(life + " ended at " + simulation.millis() + " ms: " + trace);
        life.end();
    }

    /** Something goes wrong with the driver or its executors. */
    public void strike() {
        if (simulation.strikes(Fault.DRIVER_CRASH, 8)) {
            life.end();
        } else if (simulation.strikes(Fault.PAUSE, 6)) {
            simulation.pause(life, 1 + simulation.random(600));
        } else if (simulation.strikes(Fault.STORAGE_CUT_OFF, 6)) {
            disk.cutOff(simulation.random(300));
        } else {
            cluster.strike();
        }
    }

    /** The executors notice that the driver has ended. */
    public void bury() {
        cluster.orphan();
    }

    /** Gives back what it holds in this JVM, once nothing of it is on the stack. */
    public void release() {
        life.end();
        MillraceContext executors = millraceContext;
        if (executors != null) {
            executors.stop();
        }
        try {
            cluster.release();
        } catch (Crash e) {
            throw new IllegalStateException("a dead executor wants to tell something", e);
        }
    }
}

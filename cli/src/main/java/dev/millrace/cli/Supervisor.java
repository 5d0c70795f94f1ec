package dev.millrace.cli;

import dev.millrace.conf.Quantities;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.runtime.ExitCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when a process of a run ends and when the user wants to stop. It holds no thread and no clock: all
 * that happens is told to it with the time, a duration since any fixed moment. For one thread.
 *
 * <pre>
 *   RUNNING --stop, or too many failures--> STOPPING --driver ended--> ENDING --executors ended--> result
 *      |                                                                 ^
 *      +---------------------------- driver ended -----------------------+
 * </pre>
 *
 * <p>A driver with a checkpoint that fails while the job is RUNNING is started again, and the executors find it.
 */
final class Supervisor {
    /** How long executors have to end by themselves, and then again to end when they are told to. */
    private static final Duration EXECUTOR_END = Duration.ofSeconds(3);
    /** How long the driver has to end when the job has failed for lack of executors. */
    private static final Duration DRIVER_END = Duration.ofSeconds(5);
    /** An executor that its driver told to stop comes back when the driver is still there after this time. */
    private static final Duration RETURN_AFTER_STOP = Duration.ofSeconds(1);

    private static final int KILLED_BY_USER = 130;
    private static final int TERMINATED = 143;

    private final Processes processes;
    private final int executorCount;
    private final RestartBudget budget;
    private final Optional<RestartBudget> driverBudget;
    private final Duration stopTimeout;
    private final Consumer<String> messages;
    private final Map<Integer, Child> executors = new TreeMap<>();
    private final Map<Integer, Duration> restarts = new TreeMap<>();
    private @Nullable Child driver;
    private @Nullable Duration driverRestart;
    private @Nullable Duration deadline;
    private Phase phase = Phase.RUNNING;
    private boolean executorsTold;
    private int result;
    private boolean resultFixed;

    private enum Phase {
        RUNNING,
        STOPPING,
        ENDING
    }

    /**
     * For a job that has not started.
     *
     * @param driverBudget how often a driver that failed is started again; empty when it could not go on
     * @param stopTimeout how long the driver has for a graceful stop before it is killed
     */
    Supervisor(
            Processes processes,
            int executorCount,
            RestartBudget budget,
            Optional<RestartBudget> driverBudget,
            Duration stopTimeout,
            Consumer<String> messages) {
        this.processes = processes;
        this.executorCount = executorCount;
        this.budget = budget;
        this.driverBudget = driverBudget;
        this.stopTimeout = stopTimeout;
        this.messages = messages;
    }

    /** Starts the driver and all executors. */
    void start() {
        driver = processes.startDriver();
        for (int ordinal = 0; ordinal < executorCount; ordinal++) {
            executors.put(ordinal, processes.startExecutor(ordinal));
        }
    }

    /** The user wants the job to stop: gracefully the first time, at once the second time. */
    void stop(Duration now) {
        if (phase != Phase.RUNNING) {
            fixResult(driver == null ? result : KILLED_BY_USER);
            killAll();
            return;
        }
        messages.accept("Stopping: the running batch ends first. Ctrl-C again kills at once.");
        stopDriver(now.plus(stopTimeout), now);
    }

    void driverEnded(int code, Duration now) {
        driver = null;
        if (phase == Phase.RUNNING && isStartedAgain(code, now)) {
            return;
        }
        restarts.clear();
        if (ExitText.isSignal(code) && !resultFixed && !(code == TERMINATED && phase == Phase.STOPPING)) {
            messages.accept(error("the driver " + ExitText.of(code)));
            fixResult(ExitCode.FAILED);
        } else if (code == ExitCode.DRIVER_LOST && !resultFixed) {
            messages.accept(error("the driver ran out of memory; give it more with spec.driver.memory"));
            fixResult(ExitCode.FAILED);
        }
        fixResult(code == TERMINATED ? ExitCode.OK : code);
        end(now);
    }

    private void end(Duration now) {
        phase = Phase.ENDING;
        deadline = now.plus(EXECUTOR_END);
        if (result != ExitCode.OK) {
            tellExecutors();
        }
    }

    /** Whether the driver goes on in a new process: not when it has finished, cannot run at all, or was replaced. */
    private boolean isStartedAgain(int code, Duration now) {
        if (driverBudget.isEmpty()
                || resultFixed
                || code == ExitCode.OK
                || code == ExitCode.BAD_INPUT
                || code == ExitCode.FENCED) {
            return false;
        }
        Optional<Duration> pause = driverBudget.get().failed(now);
        if (pause.isEmpty()) {
            messages.accept(error("the driver has failed as often as spec.restartPolicy allows ("
                    + driverBudget.get().count() + " times)"));
            return false;
        }
        messages.accept("the driver " + ExitText.of(code) + "; it goes on from the checkpoint"
                + (pause.get().isZero() ? "" : " in " + text(pause.get())));
        driverRestart = now.plus(pause.get());
        return true;
    }

    void executorEnded(int ordinal, int code, Duration now) {
        executors.remove(ordinal);
        if (phase == Phase.ENDING || resultFixed) {
            return;
        }
        if (code == ExitCode.OK) {
            if (phase == Phase.RUNNING) {
                restarts.put(ordinal, now.plus(RETURN_AFTER_STOP));
            }
            return;
        }
        String what = "executor-" + ordinal + " " + ExitText.of(code);
        Optional<Duration> pause = budget.failed(now);
        if (pause.isPresent()) {
            messages.accept(what + "; starting it again" + (pause.get().isZero() ? "" : " in " + text(pause.get())));
            restarts.put(ordinal, now.plus(pause.get()));
        } else {
            messages.accept(error(what + ", and spec.restartPolicy allows no further failure of an executor ("
                    + budget.count() + " so far)"));
            fixResult(ExitCode.FAILED);
            stopDriver(now.plus(DRIVER_END), now);
        }
    }

    /** Does what is due. */
    void tick(Duration now) {
        if (driverRestart != null && driverRestart.compareTo(now) <= 0) {
            driverRestart = null;
            driver = processes.startDriver();
        }
        for (Integer ordinal : restarts.keySet().toArray(Integer[]::new)) {
            if (restarts.getOrDefault(ordinal, now).compareTo(now) <= 0) {
                restarts.remove(ordinal);
                executors.put(ordinal, processes.startExecutor(ordinal));
            }
        }
        if (deadline == null || deadline.compareTo(now) > 0) {
            return;
        }
        if (phase == Phase.ENDING && !executorsTold) {
            tellExecutors();
            deadline = now.plus(EXECUTOR_END);
            return;
        }
        if (driver != null && !resultFixed) {
            messages.accept(error("the driver did not stop within " + text(stopTimeout) + " and is killed"));
            fixResult(ExitCode.FAILED);
        }
        deadline = null;
        killAll();
    }

    /** When {@link #tick} has something to do next; empty when only an event can bring that. */
    Optional<Duration> nextTick() {
        Stream<Duration> ofDriver = Stream.concat(Stream.ofNullable(driverRestart), Stream.ofNullable(deadline));
        return Stream.concat(restarts.values().stream(), ofDriver).min(Duration::compareTo);
    }

    /** The exit code of the run, once all its processes have ended. */
    OptionalInt result() {
        return driver == null && driverRestart == null && executors.isEmpty()
                ? OptionalInt.of(result)
                : OptionalInt.empty();
    }

    /** Kills whatever is left. */
    void killAll() {
        driverRestart = null;
        if (driver != null) {
            driver.kill();
        }
        restarts.clear();
        executors.values().forEach(Child::kill);
    }

    private void stopDriver(Duration until, Duration now) {
        phase = Phase.STOPPING;
        deadline = until;
        if (driver != null) {
            driver.terminate();
        } else if (driverRestart != null) {
            driverRestart = null;
            fixResult(ExitCode.OK);
            restarts.clear();
            end(now);
            tellExecutors();
        }
    }

    private void tellExecutors() {
        executorsTold = true;
        executors.values().forEach(Child::terminate);
    }

    /** The first reason that is known for how the run ends is the one that counts. */
    private void fixResult(int code) {
        if (!resultFixed) {
            result = code;
            resultFixed = true;
        }
    }

    private static String error(String message) {
        return new MillraceException(ErrorCode.PROCESS, message).toString();
    }

    private static String text(Duration duration) {
        return Quantities.format(duration);
    }
}

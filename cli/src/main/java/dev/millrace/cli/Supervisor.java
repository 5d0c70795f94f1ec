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
    private final Duration stopTimeout;
    private final Consumer<String> messages;
    private final Map<Integer, Child> executors = new TreeMap<>();
    private final Map<Integer, Duration> restarts = new TreeMap<>();
    private @Nullable Child driver;
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

    /** @param stopTimeout how long the driver has for a graceful stop before it is killed */
    Supervisor(
            Processes processes,
            int executorCount,
            RestartBudget budget,
            Duration stopTimeout,
            Consumer<String> messages) {
        this.processes = processes;
        this.executorCount = executorCount;
        this.budget = budget;
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
        stopDriver(now.plus(stopTimeout));
    }

    void driverEnded(int code, Duration now) {
        driver = null;
        restarts.clear();
        if (ExitText.isSignal(code) && !resultFixed && !(code == TERMINATED && phase == Phase.STOPPING)) {
            messages.accept(error("the driver " + ExitText.of(code)));
            fixResult(ExitCode.FAILED);
        } else if (code == ExitCode.DRIVER_LOST && !resultFixed) {
            messages.accept(error("the driver ran out of memory; give it more with spec.driver.memory"));
            fixResult(ExitCode.FAILED);
        }
        fixResult(code == TERMINATED ? ExitCode.OK : code);
        phase = Phase.ENDING;
        deadline = now.plus(EXECUTOR_END);
        if (result != ExitCode.OK) {
            tellExecutors();
        }
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
            stopDriver(now.plus(DRIVER_END));
        }
    }

    /** Does what is due. */
    void tick(Duration now) {
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
        return Stream.concat(restarts.values().stream(), Stream.ofNullable(deadline))
                .min(Duration::compareTo);
    }

    /** The exit code of the run, once all its processes have ended. */
    OptionalInt result() {
        return driver == null && executors.isEmpty() ? OptionalInt.of(result) : OptionalInt.empty();
    }

    /** Kills whatever is left. */
    void killAll() {
        if (driver != null) {
            driver.kill();
        }
        restarts.clear();
        executors.values().forEach(Child::kill);
    }

    private void stopDriver(Duration until) {
        phase = Phase.STOPPING;
        deadline = until;
        if (driver != null) {
            driver.terminate();
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

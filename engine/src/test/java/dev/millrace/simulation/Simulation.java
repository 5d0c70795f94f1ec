package dev.millrace.simulation;

import dev.millrace.clock.Clock;
import java.util.EnumSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of a simulation, what happens in it, and chance. A process that waits for something lets other events happen
 * meanwhile, on the same stack; one that it began to wait before can only go on when those have ended.
 */
public final class Simulation {
    private static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(1_700_000_000_000L);
    private static final int MOST_EVENTS = 60_000;

    private static Simulation current = new Simulation(0, EnumSet.noneOf(Fault.class));

    private record Event(long nanos, long number, Life life, Runnable body) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return nanos != other.nanos ? Long.compare(nanos, other.nanos) : Long.compare(number, other.number);
        }
    }

    private final SplittableRandom random;
    private final Set<Fault> faults;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Life world = new Life("world");
    private long now = START_NANOS;
    private long scheduled;
    private long happened;
    private long trace = 17;
    private boolean healthy;
    private int runningTasks;

    /** @param faults what may go wrong until {@link #heal} */
    public Simulation(long seed, Set<Fault> faults) {
        this.random = new SplittableRandom(seed);
        this.faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
    }

    /** Makes this the simulation that functions of the simulated job are in. */
    public void enter() {
        current = this;
    }

    public static Simulation current() {
        return current;
    }

    // Processes

    public Life life(String name) {
        return new Life(name);
    }

    /** The process of what is outside of the job. */
    public Life world() {
        return world;
    }

    // Chance

    public int random(int bound) {
        return random.nextInt(bound);
    }

    /** Whether a fault strikes, at a place where it does once in so many times. */
    public boolean strikes(Fault fault, int onceIn) {
        return !healthy && faults.contains(fault) && random.nextInt(onceIn) == 0;
    }

    /** From now on nothing goes wrong any more. */
    public void heal() {
        healthy = true;
    }

    public boolean isHealthy() {
        return healthy;
    }

    // Time

    public long nanos() {
        return now;
    }

    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(now);
    }

    /** Lets something happen in a process, if it is still there then. */
    public void after(long micros, Life life, Runnable body) {
        events.add(new Event(now + TimeUnit.MICROSECONDS.toNanos(micros), scheduled++, life, body));
    }

    /** Lets a process stand still for so long. */
    public void pause(Life life, long millis) {
        life.pause(now + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Lets other things happen until {@code holds}, and until the process that waits is not paused. */
    public void waitUntil(Life waiting, BooleanSupplier holds) {
        waiting.check();
        while (!holds.getAsBoolean() || waiting.pausedUntil() > now) {
            happen();
            waiting.check();
        }
    }

    /** Lets other things happen for so long. */
    public void waitFor(Life waiting, long micros) {
        long until = now + TimeUnit.MICROSECONDS.toNanos(micros);
        after(micros, waiting, () -> {});
        waitUntil(waiting, () -> now >= until);
    }

    private void happen() {
        Event event = events.poll();
        if (event == null || ++happened > MOST_EVENTS) {
            throw new AssertionError("hangs at " + millis() + " ms after " + happened + " events");
        }
        now = Math.max(now, event.nanos());
        if (event.life().isOver()) {
            return;
        }
        if (event.life().pausedUntil() > now) {
            events.add(new Event(event.life().pausedUntil(), event.number(), event.life(), event.body()));
            return;
        }
        note(event.life().name(), now);
        try {
            event.body().run();
        } catch (Crash e) {
            note("crash", 0);
        }
        Thread.interrupted(); // a task that is cancelled: its outcome goes nowhere, which is all that matters
    }

    // Tasks: one that waits must not have another one above it on the stack

    /** Whether a task is on the stack; then nothing may begin that waits for other tasks. */
    public boolean isTaskRunning() {
        return runningTasks > 0;
    }

    public void runTask(Runnable task) {
        runningTasks++;
        try {
            task.run();
        } finally {
            runningTasks--;
        }
    }

    /** To be called in functions of the job: fails the task now and then. */
    public static void maybeFailTask() {
        if (current.strikes(Fault.TASK_FAILURE, 60)) {
            throw new IllegalStateException("a task fails");
        }
    }

    // What a replay is compared by

    /** Adds to the trace: two runs with the same trace did the same. */
    public void note(String what, long number) {
        trace = (trace * 31 + what.hashCode()) * 31 + number;
    }

    public long trace() {
        return trace;
    }

    /** The clock of a process: it may be wrong, but never goes back. */
    public final class ProcessClock implements Clock {
        private long ahead;

        /** @param aheadMillis by how much it is ahead of the others */
        public ProcessClock(long aheadMillis) {
            ahead = TimeUnit.MILLISECONDS.toNanos(aheadMillis);
        }

        public void jump(long millis) {
            ahead += TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Override
        public long nanos() {
            return now + ahead;
        }

        @Override
        public boolean await(long millis, BooleanSupplier cancelled) {
            throw new IllegalStateException("nothing in a simulation waits on a thread of its own");
        }
    }
}

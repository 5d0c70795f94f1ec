package dev.millrace.system;

import static org.awaitility.Awaitility.await;

import dev.millrace.crds.v1.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Kills and stops processes of a run, one every few seconds, in an order that a seed decides, and watches what they hold. Each kind of
 * fault comes once before any comes again. After a fault all that was sent before must come out; one fault in three is followed by
 * the next before that.
 *
 * <p>Two processes are spared so that their figures show whether they leak: the last executor is stopped and never killed, and in the
 * last two thirds so is the driver.
 */
final class Soak {
    static final int EXECUTORS = 4;
    /** Silence after which a process of the run is given up: the faults stop some for less and some for longer. */
    static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(2);

    private static final String SPARED = "executor-" + (EXECUTORS - 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int COLLECTIONS = 6;

    /** Something that goes wrong. */
    @FunctionalInterface
    interface Fault {
        void strike() throws IOException, InterruptedException;
    }

    private final Random random;
    private final Launch launch;
    private final LongSupplier sent;
    private final LongSupplier counted;
    private final Map<String, Fault> always = new TreeMap<>();
    private final Map<String, Fault> early = new TreeMap<>();
    private final Map<String, List<Long>> recoveries = new TreeMap<>();
    private final List<String> deck = new ArrayList<>();
    private final Vitals vitals = new Vitals();
    private int struck;

    /**
     * @param sent how many records there are, from any thread
     * @param counted how many have come out
     */
    Soak(Random random, Launch launch, LongSupplier sent, LongSupplier counted) {
        this.random = random;
        this.launch = launch;
        this.sent = sent;
        this.counted = counted;
        early.put("driver killed", () -> launch.awaitDriver().destroyForcibly());
        always.put("executor killed", () -> kill(random.nextInt(EXECUTORS - 1)));
        always.put("two executors killed", () -> {
            int first = random.nextInt(EXECUTORS - 1);
            kill(first);
            kill((first + 1 + random.nextInt(EXECUTORS - 2)) % (EXECUTORS - 1));
        });
        always.put("executor stopped briefly", () -> pause(anyExecutor(), HEARTBEAT_TIMEOUT.dividedBy(2)));
        always.put("executor stopped for long", () -> pause(anyExecutor(), HEARTBEAT_TIMEOUT.multipliedBy(2)));
        always.put("driver stopped briefly", () -> pause(launch.awaitDriver(), HEARTBEAT_TIMEOUT.dividedBy(2)));
        always.put("driver stopped for long", () -> pause(launch.awaitDriver(), HEARTBEAT_TIMEOUT.multipliedBy(2)));
    }

    /** What a manifest says so that processes which are killed all the time are started again soon. */
    static String restartPolicy() {
        return "{maxFailures: 100, window: 1m, initialBackoff: 100ms, maxBackoff: 200ms}";
    }

    /** How long the soaks of this class last together: three minutes, or {@code -Dmillrace.test.soak=1h}. */
    static Duration length() {
        return DurationText.parse(System.getProperty("millrace.test.soak", "3m"));
    }

    static Random seeded() {
        long seed = Long.getLong("millrace.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmillrace.test.seed=" + seed + ")");
        return new Random(seed);
    }

    /** Adds a fault that happens all the time. */
    Soak with(String name, Fault fault) {
        always.put(name, fault);
        return this;
    }

    /** Lets things go wrong for that long, and prints how soon all was well again. */
    void run(Duration length) throws IOException, InterruptedException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vitals");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var unused = watch.scheduleAtFixedRate(() -> vitals.look(launch.processes()), 0, 1, TimeUnit.SECONDS);
            awaitCounted();
            long start = System.nanoTime();
            for (int phase = 0; phase < COLLECTIONS; phase++) {
                Map<String, Fault> faults = new TreeMap<>(always);
                if (phase < COLLECTIONS / 3) {
                    faults.putAll(early);
                }
                strike(faults, start + length.toNanos() * (phase + 1) / COLLECTIONS);
                for (String role : List.of("driver", SPARED)) {
                    ProcessHandle process = launch.processes().get(role);
                    if (process != null) {
                        vitals.collect(process);
                    }
                }
            }
        } finally {
            watch.shutdownNow();
            watch.awaitTermination(10, TimeUnit.SECONDS);
        }
        System.out.println(struck + " faults in " + length + "; milliseconds until all that was sent before was out:");
        recoveries.forEach((fault, millis) -> {
            Collections.sort(millis);
            System.out.println("  " + fault + ": " + millis.size() + " times, median " + millis.get(millis.size() / 2)
                    + ", most " + millis.get(millis.size() - 1));
        });
    }

    private void strike(Map<String, Fault> faults, long end) throws IOException, InterruptedException {
        while (System.nanoTime() < end) {
            deck.retainAll(faults.keySet());
            if (deck.isEmpty()) {
                deck.addAll(faults.keySet());
                Collections.shuffle(deck, random);
                deck.sort(Comparator.comparing(early::containsKey)); // those that only come early are drawn first
            }
            String name = deck.remove(deck.size() - 1);
            Fault fault = faults.get(name);
            System.out.println(struck++ + ": " + name + "; " + counted.getAsLong() + " of " + sent.getAsLong());
            long start = System.nanoTime();
            if (fault != null) {
                fault.strike();
            }
            if (random.nextInt(3) > 0) {
                awaitCounted();
                recoveries.computeIfAbsent(name, key -> new ArrayList<>()).add((System.nanoTime() - start) / 1_000_000);
            }
            Thread.sleep(random.nextInt(2_000)); // any moment of a batch
        }
    }

    /** Waits until all that was sent before now has come out. */
    private void awaitCounted() {
        long now = sent.getAsLong() + 1;
        await(now + " records")
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> counted.getAsLong() >= now);
    }

    /** What the processes held must be flat; of both that are spared there must be figures. */
    void verifyVitals() {
        vitals.verifyFlat();
        if (!vitals.told().containsAll(List.of("driver", SPARED))) {
            throw new AssertionError("only these lived long enough to show anything: " + vitals.told());
        }
    }

    private ProcessHandle anyExecutor() {
        return launch.awaitExecutor(random.nextInt(EXECUTORS));
    }

    private void kill(int executor) {
        launch.awaitExecutor(executor).destroyForcibly();
    }

    /** Stops a process for a time that is around {@code middle}, from half of it to half more. */
    private void pause(ProcessHandle process, Duration middle) throws IOException, InterruptedException {
        Launch.signal(process, "STOP");
        try {
            Thread.sleep(middle.toMillis() * (50 + random.nextInt(100)) / 100);
        } finally {
            Launch.signal(process, "CONT");
        }
    }
}

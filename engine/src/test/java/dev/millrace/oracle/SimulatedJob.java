package dev.millrace.oracle;

import dev.millrace.conf.MillraceConf;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.SimulatedContexts;
import dev.millrace.rdd.TaskContext;
import dev.millrace.simulation.Fault;
import dev.millrace.simulation.Life;
import dev.millrace.simulation.SimulatedDisk;
import dev.millrace.simulation.Simulation;
import dev.millrace.streaming.DStream;
import dev.millrace.streaming.LedgerStream;
import dev.millrace.streaming.SimulatedDriver;
import dev.millrace.streaming.Slice;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job in a simulated cluster. For some batches things go wrong; then nothing does any more, the job has to come to the
 * end of its sources, and what it has put out is compared.
 */
final class SimulatedJob {
    private static final long INTERVAL = StreamProgram.INTERVAL.milliseconds();
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int MOST_DRIVERS = 8;

    private static SimulatedJob current;

    private final SimulationCase testCase;
    private final Simulation simulation;
    private final SimulatedDisk disk;
    private final List<String> violations = new ArrayList<>();
    private final Published published = new Published(violations);
    private final List<List<Object>> ledgers = new ArrayList<>();
    private final List<AtomicLong> unneeded = new ArrayList<>();
    private final List<SimulatedDriver> drivers = new ArrayList<>();
    private final SimulatedDriver.Settings settings;
    private long lastBatch;

    SimulatedJob(SimulationCase testCase) {
        this.testCase = testCase;
        this.simulation = new Simulation(testCase.seed(), testCase.faults());
        this.disk = new SimulatedDisk(simulation);
        testCase.data().forEach(source -> {
            ledgers.add(new ArrayList<>());
            unneeded.add(new AtomicLong());
        });
        MillraceConf conf = new MillraceConf()
                .setMaster("local")
                .setAppName("simulation")
                .set("millrace.execution.specialize", "false")
                .set("millrace.streaming.checkpoint.asynchronous", String.valueOf(testCase.seed() % 4 != 0))
                .set("millrace.default.parallelism", String.valueOf(testCase.parallelism()));
        this.settings = new SimulatedDriver.Settings(
                conf, StreamProgram.INTERVAL, testCase.limits(), testCase.executors(), testCase.cores(), this::define);
    }

    /** What is wrong; null when nothing is. */
    @Nullable
    String difference() {
        simulation.enter();
        current = this;
        SimulatedContexts.resetIds();
        try {
            feed(0);
            watch();
            simulation.after(1_000 * INTERVAL * testCase.batches(), simulation.world(), simulation::heal);
            long deadline = simulation.millis() + INTERVAL * testCase.batches() + PATIENCE_MILLIS;
            simulation.waitUntil(
                    simulation.world(), () -> isAtEnd() || !violations.isEmpty() || simulation.millis() > deadline);
            if (violations.isEmpty() && !isAtEnd()) {
                violations.add("the job has not come to the end of its sources");
            }
        } catch (AssertionError e) {
            violations.add(String.valueOf(e.getMessage()));
        } finally {
            drivers.forEach(SimulatedDriver::release);
        }
        if (violations.isEmpty()) {
            compare();
        }
        return violations.isEmpty() ? null : String.join("\n", violations);
    }

    /** Two runs of a case with the same trace did the same. */
    long trace() {
        return simulation.trace();
    }

    // The sources

    private void feed(int fed) {
        for (int source = 0; source < ledgers.size(); source++) {
            List<Object> all = testCase.data().get(source);
            List<Object> ledger = ledgers.get(source);
            int more = 1 + simulation.random(3);
            while (ledger.size() < all.size() && more-- > 0) {
                ledger.add(all.get(ledger.size()));
            }
        }
        simulation.after(1_000 + simulation.random(120_000), simulation.world(), () -> feed(fed + 1));
    }

    private boolean isAtEnd() {
        for (int source = 0; source < ledgers.size(); source++) {
            if (ledgers.get(source).size() < testCase.data().get(source).size()) {
                return false;
            }
        }
        Map<Integer, Slice> last = lastBatch == 0 ? null : published.ranges().get(lastBatch);
        if (last == null) {
            return false;
        }
        for (Map.Entry<Integer, Slice> source : last.entrySet()) {
            if (source.getValue().from() < ledgers.get(source.getKey()).size()) {
                return false;
            }
        }
        return true;
    }

    // The launcher, and what goes wrong

    private void watch() {
        long alive = drivers.stream().filter(driver -> !driver.life().isOver()).count();
        boolean second = alive == 1 && drivers.size() < MOST_DRIVERS && simulation.strikes(Fault.SECOND_DRIVER, 12);
        if (alive == 0 || second) {
            if (alive == 0 && !drivers.isEmpty()) {
                drivers.get(drivers.size() - 1).bury();
            }
            SimulatedDriver next =
                    new SimulatedDriver(simulation, "driver-" + drivers.size(), disk, settings, violations::add);
            drivers.add(next);
            next.startAfter(1 + simulation.random(60));
        }
        for (SimulatedDriver driver : drivers) {
            if (!driver.life().isOver()) {
                driver.strike();
            }
        }
        simulation.after(5_000 + simulation.random(30_000), simulation.world(), this::watch);
    }

    // The job

    private void define(StreamingContext context, Life driver) {
        StreamOperations operations = new StreamOperations(StreamProgram.INTERVAL);
        Map<Integer, LedgerStream> sources = new TreeMap<>();
        List<DStream<Object>> built = new ArrayList<>();
        for (Node node : testCase.graph().nodes()) {
            DStream<Object> stream;
            if (node.operation() instanceof Operation.Source source) {
                LedgerStream ledger = new LedgerStream(
                        context,
                        ledgers.get(source.number()),
                        unneeded.get(source.number()),
                        testCase.most(),
                        testCase.parallelism());
                sources.put(source.number(), ledger);
                stream = ledger;
            } else {
                stream = operations.apply(
                        node.operation(), node.inputs().stream().map(built::get).toList());
            }
            if (node.level().isValid()) {
                stream.persist(node.level());
            }
            built.add(stream);
        }
        for (int output : testCase.outputs()) {
            built.get(output).foreachRDD((rdd, time) -> publish(driver, output, rdd, time, sources));
        }
    }

    private void publish(Life driver, int output, RDD<Object> rdd, Time time, Map<Integer, LedgerStream> sources) {
        driver.check();
        long batch = time.milliseconds();
        rdd.foreachPartition(elements -> put(output, batch, elements));
        driver.check();
        Map<Integer, Slice> ranges = new TreeMap<>();
        sources.forEach((number, source) -> ranges.put(number, source.at(time)));
        published.complete(output, batch, rdd.getNumPartitions(), ranges);
        lastBatch = Math.max(lastBatch, batch);
    }

    private static void put(int output, long batch, Iterator<Object> elements) {
        List<String> texts = new ArrayList<>();
        elements.forEachRemaining(element -> texts.add(Values.text(element)));
        texts.sort(null);
        int partition = java.util.Objects.requireNonNull(TaskContext.get()).partitionId();
        Simulation.maybeFailTask();
        current.published.put(output, batch, partition, texts);
        Simulation.maybeFailTask();
    }

    // What must have come out

    private void compare() {
        NavigableMap<Long, Map<Integer, Slice>> ranges = published.ranges();
        long first = ranges.firstKey();
        List<List<List<Object>>> data = new ArrayList<>();
        for (int source = 0; source < ledgers.size(); source++) {
            List<List<Object>> batches = new ArrayList<>();
            long next = 0;
            for (long batch = first; batch <= lastBatch; batch += INTERVAL) {
                Map<Integer, Slice> of = ranges.get(batch);
                Slice slice = of == null ? null : of.get(source);
                if (slice == null) {
                    violations.add("batch " + batch + " was left out");
                    return;
                }
                if (slice.from() != next) {
                    violations.add(
                            "source " + source + ": batch " + batch + " has " + slice + " and should begin at " + next);
                }
                next = slice.to();
                batches.add(ledgers.get(source).subList((int) slice.from(), (int) slice.to()));
            }
            data.add(batches);
        }
        StreamInterpreter interpreter = new StreamInterpreter(testCase.graph(), data);
        for (int output : testCase.outputs()) {
            for (long batch = first; batch < lastBatch; batch += INTERVAL) {
                int number = (int) ((batch - first) / INTERVAL) + 1;
                List<String> wanted = interpreter
                        .at(output, number)
                        .map(elements ->
                                elements.stream().map(Values::text).sorted().toList())
                        .orElse(null);
                List<String> found = published.elements(output, batch);
                if (wanted == null ? found != null : !wanted.equals(found)) {
                    violations.add("output " + output + ", batch " + number + " (" + batch + "): expected " + wanted
                            + "\n                            found " + found);
                }
            }
        }
    }
}

package dev.millrace.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.streaming.Duration;
import dev.millrace.streaming.Durations;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.system.programs.AcknowledgingReceiver;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The executor that runs a receiver is killed while a batch runs and received records wait for the next one. What its
 * source was told is stored must all come out: from the replicas, since nothing sends it again.
 */
class ReceivedBlocksIT {
    private static final Duration INTERVAL = Durations.milliseconds(200);
    private static final int EXECUTORS = 3;
    /**
     * A killed process is known by its connection. Nobody else may seem lost on a busy machine, since that would be two at
     * once, which is more than two replicas are for.
     */
    private static final String PATIENCE = "60s";

    private static final int ROUNDS = 6;
    private static final int ROUNDS_WITH_LOG = 2;
    private static final int RECORDS_A_STEP = 200;

    @TempDir
    Path folder;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    /** What came out so far. */
    private static final class Ledger {
        private final BitSet seen = new BitSet();
        private final NavigableSet<Long> doubled = new TreeSet<>();

        synchronized void add(List<Long> numbers) {
            for (long number : numbers) {
                if (seen.get((int) number)) {
                    doubled.add(number);
                }
                seen.set((int) number);
            }
        }

        /** The first number that has not come out. */
        synchronized long firstMissing() {
            return seen.nextClearBit(0);
        }

        synchronized NavigableSet<Long> doubled() {
            return new TreeSet<>(doubled);
        }
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void nothingThatWasStoredIsLostThoughTheExecutorOfItsReceiverIsKilled() throws Exception {
        killAndCount(ROUNDS, conf -> {});
    }

    /** Executors have one copy then: what a killed one had is read from the log. */
    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void whatALostExecutorAloneHadIsReadFromTheLog() throws Exception {
        killAndCount(
                ROUNDS_WITH_LOG,
                conf -> conf.set(MillraceConfig.RECEIVER_LOG_ENABLED, "true")
                        .set(
                                MillraceConfig.CHECKPOINT_DIRECTORY,
                                folder.resolve("checkpoint").toString()));
    }

    private void killAndCount(int rounds, Consumer<MillraceConf> settings) throws Exception {
        Ledger ledger = new Ledger();
        try (AcknowledgedSource source = new AcknowledgedSource();
                Gate gate = new Gate();
                ExecutorProcesses executors = new ExecutorProcesses(folder, EXECUTORS, PATIENCE)) {
            int kills;
            MillraceConf conf = executors.driver();
            settings.accept(conf);
            try (StreamingContext context = new StreamingContext(conf, INTERVAL)) {
                define(context, source.port(), gate.port(), ledger);
                context.start();
                kills = killReceivers(rounds, context, executors, source, gate, ledger);
                context.stop(true, true);
            }
            long acknowledged = source.acknowledged();
            System.out.println(kills + " executors with the receiver killed; " + acknowledged
                    + " records acknowledged, sent again " + source.sentAgain().size() + ", of these stored twice "
                    + ledger.doubled().size());
            assertTrue(ledger.firstMissing() >= acknowledged, "lost: number " + ledger.firstMissing());
            NavigableSet<Long> unexpected = ledger.doubled();
            unexpected.removeAll(source.sentAgain());
            assertEquals(new TreeSet<>(), unexpected, "numbers that came out twice, and were sent once");
            assertTrue(source.readers().size() > kills, source.readers()::toString);
            for (int ordinal = 0; ordinal < EXECUTORS; ordinal++) {
                assertEquals(0, executors.exitCode(ordinal), "exit code of executor " + ordinal);
            }
        }
    }

    private static void define(StreamingContext context, int source, int gate, Ledger ledger) {
        context.receiverStream(new AcknowledgingReceiver(source))
                .mapPartitions(numbers -> {
                    Gate.pass(gate);
                    return numbers;
                })
                .foreachRDD(rdd -> ledger.add(rdd.collect()));
    }

    /** Every third time it is an executor without the receiver: such a one holds replicas. */
    private static int killReceivers(
            int rounds,
            StreamingContext context,
            ExecutorProcesses executors,
            AcknowledgedSource source,
            Gate gate,
            Ledger ledger)
            throws Exception {
        int kills = 0;
        awaitMore(source);
        for (int round = 0; round < rounds; round++) {
            gate.shut();
            await().until(gate::isAnyWaiting); // a batch runs,
            awaitMore(source); // and what is stored now is for the next one
            String reader = last(source.readers());
            int victim = ordinal(reader);
            boolean isReceiver = round % 3 != 2;
            if (!isReceiver) {
                victim = (victim + 1) % EXECUTORS;
            }
            executors.kill(victim);
            gate.open();
            if (isReceiver) {
                kills++;
                await().until(() -> !last(source.readers()).equals(reader));
                assertNotEquals(victim, ordinal(last(source.readers())), "the executor is not back yet");
            }
            awaitMore(source);
            executors.start(victim);
            await().until(() ->
                    context.millraceContext().runner().executorNames().size() == EXECUTORS);
            long stored = source.acknowledged();
            await().until(ledger::firstMissing, missing -> missing >= stored);
        }
        return kills;
    }

    private static void awaitMore(AcknowledgedSource source) {
        long before = source.acknowledged();
        await().until(source::acknowledged, now -> now >= before + RECORDS_A_STEP);
    }

    private static String last(List<String> names) {
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    /** Of an executor named {@code executor-<ordinal>-<start>}. */
    private static int ordinal(String executor) {
        return Integer.parseInt(executor.split("-")[1]);
    }
}

package dev.millrace.conf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it changes what every configuration of the process starts with")
class MillraceConfTest {
    @AfterEach
    void clearDefaults() {
        MillraceConf.setProcessDefaults(Map.of());
        System.clearProperty("millrace.task.maxFailures");
    }

    @Test
    void theLaterSourceWins() {
        assertEquals(4, new MillraceConf().get(MillraceConfig.TASK_MAX_FAILURES));
        System.setProperty("millrace.task.maxFailures", "5");
        assertEquals(5, new MillraceConf().get(MillraceConfig.TASK_MAX_FAILURES));
        MillraceConf.setProcessDefaults(Map.of("millrace.task.maxFailures", "6"));
        assertEquals(6, new MillraceConf().get(MillraceConfig.TASK_MAX_FAILURES));
        assertEquals(7, new MillraceConf().set("millrace.task.maxFailures", "7").get(MillraceConfig.TASK_MAX_FAILURES));
        assertEquals(4, new MillraceConf(false).get(MillraceConfig.TASK_MAX_FAILURES));
    }

    @Test
    void theLaunchersMasterStandsAgainstTheProgram() {
        assertEquals("local[2]", new MillraceConf().setMaster("local[2]").get("millrace.master"));
        MillraceConf.setProcessDefaults(Map.of("millrace.master", "cluster"));
        for (MillraceConf conf : List.of(
                new MillraceConf(),
                new MillraceConf().setMaster("local[2]"),
                new MillraceConf().set("spark.master", "local[2]"),
                new MillraceConf(false).setAll(Map.of("millrace.master", "local")))) {
            assertEquals("cluster", conf.get(MillraceConfig.MASTER));
        }
    }

    @Test
    void aKeyOfSparkIsAnotherNameOfOurs() {
        MillraceConf conf = new MillraceConf(false).set("spark.app.name", "ported");
        assertEquals("ported", conf.get(MillraceConfig.APP_NAME));
        assertEquals("ported", conf.get("spark.app.name"));
        assertTrue(conf.contains("spark.app.name"));
        assertEquals(Map.of("millrace.app.name", "ported"), conf.getAll());
        assertEquals("ported", conf.setIfMissing("spark.app.name", "other").get("millrace.app.name"));
        assertFalse(conf.remove("spark.app.name").contains("millrace.app.name"));
    }

    @Test
    void ourNameWinsOverSparksInOneMap() {
        Map<String, String> both = Map.of("spark.app.name", "theirs", "millrace.app.name", "ours");
        assertEquals("ours", new MillraceConf(false).setAll(both).get("millrace.app.name"));
        MillraceConf.setProcessDefaults(both);
        assertEquals("ours", new MillraceConf().get("millrace.app.name"));
    }

    @Test
    void keysOfNobodyAreKept() {
        MillraceConf conf =
                new MillraceConf(false).set("spark.unknown.key", "1").set("com.acme.url", "http://x");
        assertEquals("1", conf.get("spark.unknown.key"));
        assertEquals("http://x", conf.get("com.acme.url"));
        assertDoesNotThrow(conf::validate);
    }

    @Test
    void saysWhatIsMissing() {
        MillraceConf conf = new MillraceConf(false);
        MillraceException e = assertThrows(MillraceException.class, () -> conf.get(MillraceConfig.MASTER));
        assertTrue(e.getMessage().startsWith("millrace.master is not set: expected local"), e.getMessage());
        assertThrows(NoSuchElementException.class, () -> conf.get("millrace.master"));
        assertEquals(Optional.empty(), conf.find(MillraceConfig.BATCH_INTERVAL));
        assertEquals("d", conf.get("millrace.master", "d"));
    }

    @Test
    void refusesNull() {
        MillraceConf conf = new MillraceConf(false);
        @SuppressWarnings("NullAway") // what a program can do all the same
        NullPointerException e = assertThrows(NullPointerException.class, () -> conf.set("millrace.app.name", null));
        assertEquals("the value of millrace.app.name is null", e.getMessage());
    }

    @Test
    void validationNamesEveryMalformedValue() {
        MillraceConf conf = new MillraceConf(false)
                .set("millrace.storage.memory", "1lg")
                .set("millrace.executor.cores", "0")
                .set("millrace.task.maxFailures", "3");
        MillraceException e = assertThrows(MillraceException.class, conf::validate);
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        List<String> lines = e.getMessage().lines().toList();
        assertEquals(2, lines.size(), e.getMessage());
        assertTrue(lines.get(0).startsWith("millrace.executor.cores: "), e.getMessage());
        assertTrue(lines.get(1).startsWith("millrace.storage.memory: "), e.getMessage());
    }

    @Test
    void guessesWhatAnUnknownKeyMeant() {
        MillraceConf conf = new MillraceConf(false)
                .set("millrace.streaming.maxBatch", "3")
                .set("millrace.colour", "red")
                .set("millrace.app.args.0", "--top")
                .set("millrace.app.name", "known")
                .set("com.acme.streaming.maxBatch", "theirs");
        assertEquals(
                List.of(
                        "millrace.colour is not a key of Millrace and has no effect",
                        "millrace.streaming.maxBatch is not a key of Millrace and has no effect; did you mean"
                                + " millrace.streaming.maxBatches?"),
                conf.unknownKeys());
        assertDoesNotThrow(conf::validate);
    }

    @Test
    void suggestsNoKeyThatIsSetAlready() {
        MillraceConf conf = new MillraceConf(false).set("millrace.mastr", "local[2]");
        assertEquals(
                List.of("millrace.mastr is not a key of Millrace and has no effect; did you mean millrace.master?"),
                conf.unknownKeys());
        conf.setMaster("local[2]");
        assertEquals(List.of("millrace.mastr is not a key of Millrace and has no effect"), conf.unknownKeys());
    }

    @Test
    void aCloneIsApart() {
        MillraceConf conf = new MillraceConf(false).set("com.acme.key", "1");
        MillraceConf clone = conf.clone();
        clone.set("com.acme.key", "2");
        assertEquals("1", conf.get("com.acme.key"));
        assertEquals("2", clone.get("com.acme.key"));
    }

    @Test
    void readsTypedValuesOfAnyKey() {
        MillraceConf conf = new MillraceConf(false)
                .set("int", "7")
                .set("double", "0.5")
                .set("truth", "TRUE")
                .set("time", "2s")
                .set("size", "1k");
        assertEquals(7, conf.getInt("int", 1));
        assertEquals(7L, conf.getLong("int", 1));
        assertEquals(0.5, conf.getDouble("double", 1));
        assertTrue(conf.getBoolean("truth", false));
        assertEquals(2000, conf.getTimeAsMs("time", "1s"));
        assertEquals(1024, conf.getSizeAsBytes("size", "1m"));
        assertEquals(1, conf.getInt("none", 1));
        assertEquals(1000, conf.getTimeAsMs("none", "1s"));
        assertEquals(1 << 20, conf.getSizeAsBytes("none", "1m"));
        MillraceException e = assertThrows(MillraceException.class, () -> conf.getInt("time", 1));
        assertEquals("time: expected an integer, found \"2s\"", e.getMessage());
        assertThrows(MillraceException.class, () -> conf.getBoolean("int", true));
    }

    @Test
    void printsAndSerializesWhatIsSet() throws Exception {
        MillraceConf conf = new MillraceConf(false).set("b", "2").set("a", "1");
        assertEquals("a=1\nb=2", conf.toDebugString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(conf);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(conf.getAll(), ((MillraceConf) in.readObject()).getAll());
        }
    }

    @Test
    void readsDurationsThroughEntries() {
        assertEquals(
                Duration.ofMillis(250),
                new MillraceConf(false)
                        .set(MillraceConfig.BATCH_INTERVAL, "250ms")
                        .get(MillraceConfig.BATCH_INTERVAL));
    }
}

package dev.millrace.conf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigEntryTest {
    @Test
    void everyEntryIsDocumentedAndHasADefaultThatItAccepts() {
        ConfigEntry.all().forEach((key, entry) -> {
            assertEquals(key, entry.key());
            assertTrue(key.matches("millrace(\\.[a-z][a-zA-Z]*)+"), key);
            assertTrue(entry.doc().endsWith("."), key);
            assertFalse(entry.type().isBlank(), key);
            String defaultText = entry.defaultText();
            if (defaultText != null) {
                assertDoesNotThrow(() -> entry.parse(defaultText), key);
            }
        });
    }

    @Test
    void findsEntriesByTheirNameInSpark() {
        assertSame(MillraceConfig.MASTER, ConfigEntry.byAlias("spark.master"));
        assertNull(ConfigEntry.byAlias("spark.nothing"));
    }

    @Test
    void refusesToDeclareAKeyOrAnAliasTwice() {
        assertThrows(
                IllegalStateException.class,
                () -> ConfigEntry.declare("millrace.master", "text", null, null, "Doc.", text -> text, text -> true));
        String key = "millrace.test.declaredWithATakenAlias";
        assertThrows(
                IllegalStateException.class,
                () -> ConfigEntry.declare(key, "text", null, "spark.master", "Doc.", text -> text, text -> true));
        assertFalse(ConfigEntry.all().containsKey(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millrace.storage.memory | 1lg | expected size or fraction of the heap such as 0.5, found \"1lg\" (unknown"
                        + " unit \"lg\"; units are b, k, m, g, t",
                "millrace.storage.memory | 0.0 | expected size or fraction",
                "millrace.storage.memory | 1.5 | expected size or fraction",
                "millrace.streaming.batchInterval | 0s | at least 1ms, found \"0s\"",
                "millrace.streaming.batchInterval | 1us | at least 1ms, found \"1us\"",
                "millrace.streaming.batchInterval | 9223372036854775807s | at least 1ms, found",
                "millrace.executor.cores | 0 | expected integer >= 1, found \"0\"; the default is 1",
                "millrace.executor.cores | two | expected integer >= 1, found \"two\"",
                "millrace.executor.cores | 99999999999 | expected integer >= 1",
                "millrace.driver.port | 65536 | from 0 to 65535",
                "millrace.execution.specialize | yes | expected true or false, found \"yes\"",
                "millrace.master | yarn | expected local, local[n], local[*] or cluster, found \"yarn\"",
                "millrace.master | local[0] | expected local",
                "millrace.log.level | verbose | expected one of trace",
                "millrace.app.name | '' | expected text, found \"\""
            })
    void namesKeyValueAndExpectation(String key, String value, String message) {
        ConfigEntry<?> entry = ConfigEntry.all().get(key);
        MillraceException e = assertThrows(MillraceException.class, () -> parse(entry, value));
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        assertTrue(e.getMessage().startsWith(key + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void readsValuesWithSpaceAround() {
        assertEquals(4, MillraceConfig.EXECUTOR_CORES.parse(" 4 "));
        assertEquals(true, MillraceConfig.SPECIALIZE.parse("TRUE"));
        for (String master : List.of("local", "local[1]", "local[16]", "local[*]", "cluster")) {
            assertEquals(master, MillraceConfig.MASTER.parse(master));
        }
    }

    @Test
    void readsMemoryAsASizeOrAFractionOfTheHeap() {
        assertEquals(64L << 20, MillraceConfig.STORAGE_MEMORY.parse("64m"));
        double half = (double) MillraceConfig.STORAGE_MEMORY.parse("0.5");
        assertEquals(Runtime.getRuntime().maxMemory() / 2.0, half, 1.0);
    }

    private static Object parse(@Nullable ConfigEntry<?> entry, String value) {
        return Objects.requireNonNull(entry).parse(value);
    }
}

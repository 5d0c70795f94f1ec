package dev.millrace.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.error.MillraceException;
import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hashes of keys that are the same on every JVM. */
class KeyHashTest {
    @Test
    void nullHasTheHashZero() {
        assertEquals(0, KeyHash.of(null));
    }

    @Test
    void ordinaryKeysHaveTheirOwnHash() {
        assertEquals("word".hashCode(), KeyHash.of("word"));
        assertEquals(Long.hashCode(1L << 40), KeyHash.of(1L << 40));
    }

    @Test
    void anEnumConstantHasTheHashOfItsName() {
        assertEquals("SECONDS".hashCode(), KeyHash.of(TimeUnit.SECONDS));
    }

    @Test
    void anEnumConstantWithinAKeyHasTheHashOfItsNameToo() {
        int seconds = "SECONDS".hashCode();
        assertEquals(KeyHash.of(new Tuple2<>(seconds, 1)), KeyHash.of(new Tuple2<>(TimeUnit.SECONDS, 1)));
        assertEquals(KeyHash.of(new Tuple3<>(1, seconds, 2)), KeyHash.of(new Tuple3<>(1, TimeUnit.SECONDS, 2)));
        assertEquals(
                KeyHash.of(new Tuple4<>(1, 2, seconds, "a")), KeyHash.of(new Tuple4<>(1, 2, TimeUnit.SECONDS, "a")));
        assertEquals(KeyHash.of(List.of(seconds)), KeyHash.of(List.of(TimeUnit.SECONDS)));
        assertEquals(KeyHash.of(Optional.of(seconds)), KeyHash.of(Optional.of(TimeUnit.SECONDS)));
        assertEquals(
                KeyHash.of(new Tuple2<>(new Tuple2<>(seconds, 1), 2)),
                KeyHash.of(new Tuple2<>(new Tuple2<>(TimeUnit.SECONDS, 1), 2)));
    }

    @Test
    void equalKeysHaveEqualHashes() {
        assertEquals(KeyHash.of(List.of(1, 2)), KeyHash.of(Arrays.asList(1, 2)));
        assertEquals(KeyHash.of(Arrays.asList(1, null)), KeyHash.of(new java.util.ArrayList<>(Arrays.asList(1, null))));
        assertEquals(KeyHash.of(new Tuple2<>("a", null)), KeyHash.of(new Tuple2<>("a", null)));
    }

    @Test
    void arraysAreRefusedWhereverTheyAreInAKey() {
        for (Object key : List.of(
                new int[1],
                new Object[1],
                new Tuple2<>("a", new byte[1]),
                new Tuple2<>(new Tuple2<>(1, new byte[1]), 1),
                Collections.singletonList(new String[0]))) {
            assertThrows(MillraceException.class, () -> KeyHash.check(key));
        }
        KeyHash.check(new Tuple2<>("a", 1));
        KeyHash.check(null);
    }
}

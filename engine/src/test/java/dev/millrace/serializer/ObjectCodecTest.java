package dev.millrace.serializer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectCodecTest {
    private final ObjectCodec codec = new ObjectCodec(ObjectCodecTest.class.getClassLoader());

    record Point(int x, List<String> names) {}

    @Test
    void readsBackEqual() {
        for (Object value : List.of(
                "word",
                "é",
                "€",
                1,
                -1L,
                2.0,
                new Tuple2<>("a", 1L),
                new ArrayList<>(List.of(1, 2)),
                new HashMap<>(Map.of("a", 1)),
                new Point(1, List.of("a", "b")),
                java.time.ZonedDateTime.parse("2026-10-25T02:30+01:00[Europe/Berlin]"),
                java.util.Locale.GERMAN)) {
            assertEquals(value, codec.fromBytes(codec.toBytes(value)));
        }
    }
}

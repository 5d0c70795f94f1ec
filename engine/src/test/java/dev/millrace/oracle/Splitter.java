package dev.millrace.oracle;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function from any value to none, one or several simple values. */
record Splitter(int most, int salt) implements Serializable {
    List<Object> apply(@Nullable Object value) {
        long weight = Values.weight(value) + salt;
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < Math.floorMod(weight, most + 1L); i++) {
            parts.add(Values.simple(weight + 5L * i));
        }
        return parts;
    }
}

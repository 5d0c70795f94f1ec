package dev.millrace.oracle;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A key whose hash is one of three, all of them bad: that of most others, the smallest there is, or -1. */
record Clash(int id) implements Serializable {
    @Override
    public int hashCode() {
        return switch (Math.floorMod(id, 3)) {
            case 0 -> 0;
            case 1 -> Integer.MIN_VALUE;
            default -> -1;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Clash that && that.id == id;
    }
}

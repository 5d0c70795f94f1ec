package dev.millrace.crds.v1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of maps that nobody can change and that keep their order, unlike {@link Map#copyOf}. */
public final class Frozen {
    private Frozen() {}

    public static <K, V> Map<K, V> map(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}

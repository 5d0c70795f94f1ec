package dev.millrace.crds.v1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Configuration keys that have a field of their own, or that belong to the launcher and the operator alone. */
public final class ReservedKeys {
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("millrace.app.name", "metadata.name"),
            Map.entry("spark.app.name", "metadata.name"),
            Map.entry("millrace.app.jar", "spec.application.jar"),
            Map.entry("millrace.app.mainClass", "spec.application.mainClass"),
            Map.entry("millrace.streaming.batchInterval", "spec.batchInterval"),
            Map.entry("millrace.executor.instances", "spec.executor.replicas"),
            Map.entry("spark.executor.instances", "spec.executor.replicas"),
            Map.entry("millrace.executor.cores", "spec.executor.cores"),
            Map.entry("spark.executor.cores", "spec.executor.cores"),
            Map.entry("spark.executor.memory", "spec.executor.memory"),
            Map.entry("spark.driver.memory", "spec.driver.memory"));
    private static final Set<String> OWNED = Set.of(
            "millrace.master",
            "spark.master",
            "millrace.driver.address",
            "millrace.driver.addressFile",
            "millrace.status.addressFile");
    private static final String OWNED_PREFIX = "millrace.rpc.tls.";
    private static final String ARGUMENT_PREFIX = "millrace.app.args.";

    private ReservedKeys() {}

    /** What to do instead of setting {@code key} among the configuration, if it must not be set there. */
    public static Optional<String> advice(String key) {
        String field = key.startsWith(ARGUMENT_PREFIX) ? "spec.application.args" : FIELDS.get(key);
        if (field != null) {
            return Optional.of("has a field of its own: set " + field + " instead");
        }
        return isOwned(key) ? Optional.of("is set by the launcher or the operator; take it out") : Optional.empty();
    }

    /** Whether the launcher and the operator alone set {@code key}. */
    public static boolean isOwned(String key) {
        return OWNED.contains(key) || key.startsWith(OWNED_PREFIX);
    }

    /** All keys that must not be set, in order, without those that {@link #prefixes} covers. */
    public static SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>(FIELDS.keySet());
        keys.addAll(OWNED);
        return keys;
    }

    /** What no key may start with. */
    public static List<String> prefixes() {
        return List.of(ARGUMENT_PREFIX, OWNED_PREFIX);
    }
}

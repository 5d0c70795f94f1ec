package dev.millrace.conf;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of a job: keys and values as text, read through typed {@link ConfigEntry entries}. What is said last
 * wins, in this order: default of the entry, {@code millrace.*} system property, default of the process (what the launcher or
 * the operator gave it), {@link #set}; only the launcher's {@code millrace.master} stands against the program's. A key of Spark
 * that has an equal here is another name of that, for setting and getting alike. Thread-safe.
 */
public final class MillraceConf implements Serializable, Cloneable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(MillraceConf.class);
    private static volatile Map<String, String> processDefaults = Map.of();

    private final TreeMap<String, String> values = new TreeMap<>();

    /** Starts with the {@code millrace.*} system properties and the defaults of the process. */
    public MillraceConf() {
        this(true);
    }

    /** Starts with the system properties and the defaults of the process when {@code loadDefaults}, else empty. */
    public MillraceConf(boolean loadDefaults) {
        if (loadDefaults) {
            System.getProperties().stringPropertyNames().stream()
                    .filter(key -> key.startsWith("millrace."))
                    .forEach(key -> values.put(key, System.getProperty(key)));
            values.putAll(processDefaults);
        }
    }

    /** Sets what every configuration made later in this process starts with. */
    public static void setProcessDefaults(Map<String, String> defaults) {
        processDefaults = Map.copyOf(new MillraceConf(false).setAll(defaults).values);
    }

    /**
     * Sets a key; a key of Spark that has an equal here sets that, with a line in the log.
     *
     * @throws NullPointerException when key or value is null
     */
    public synchronized MillraceConf set(String key, String value) {
        Objects.requireNonNull(value, () -> "the value of " + key + " is null");
        String ours = ownKey(key);
        if (!ours.equals(key)) {
            LOG.info("{} is taken as {}", key, ours);
        } else if (key.startsWith("spark.")) {
            LOG.warn("{} has no equal in Millrace and has no effect", key);
        }
        values.put(ours, ours.equals(MillraceConfig.MASTER.key()) ? master(value) : value);
        return this;
    }

    public <T> MillraceConf set(ConfigEntry<T> entry, String value) {
        return set(entry.key(), value);
    }

    public synchronized MillraceConf setIfMissing(String key, String value) {
        return contains(key) ? this : set(key, value);
    }

    /** Sets each key; where a key and its name in Spark are both there, ours wins. */
    public synchronized MillraceConf setAll(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            if (!settings.containsKey(ownKey(key)) || ownKey(key).equals(key)) {
                set(key, value);
            }
        });
        return this;
    }

    public MillraceConf setAppName(String name) {
        return set(MillraceConfig.APP_NAME, name);
    }

    /** Sets where tasks run, unless the launcher has said it already. */
    public MillraceConf setMaster(String master) {
        return set(MillraceConfig.MASTER, master);
    }

    public synchronized MillraceConf remove(String key) {
        values.remove(ownKey(key));
        return this;
    }

    public synchronized boolean contains(String key) {
        return values.containsKey(ownKey(key));
    }

    /** Whether the key has a value of its own, not only a default. */
    public boolean contains(ConfigEntry<?> entry) {
        return contains(entry.key());
    }

    /**
     * Returns the value of the key.
     *
     * @throws NoSuchElementException when the key has no value
     */
    public String get(String key) {
        return getOption(key).orElseThrow(() -> new NoSuchElementException(key));
    }

    public String get(String key, String defaultValue) {
        return getOption(key).orElse(defaultValue);
    }

    public synchronized Optional<String> getOption(String key) {
        @Nullable String value = values.get(ownKey(key));
        return Optional.ofNullable(value);
    }

    public synchronized Map<String, String> getAll() {
        return new TreeMap<>(values);
    }

    public int getInt(String key, int defaultValue) {
        return parsed(key, "an integer", Integer::parseInt).orElse(defaultValue);
    }

    public long getLong(String key, long defaultValue) {
        return parsed(key, "an integer", Long::parseLong).orElse(defaultValue);
    }

    public double getDouble(String key, double defaultValue) {
        return parsed(key, "a number", Double::parseDouble).orElse(defaultValue);
    }

    public boolean getBoolean(String key, boolean defaultValue) {
        return parsed(key, "true or false", MillraceConfig::truth).orElse(defaultValue);
    }

    /** The duration under the key in milliseconds; a number without a unit counts milliseconds. */
    public long getTimeAsMs(String key, String defaultValue) {
        return parsed(key, "a duration", Quantities::duration)
                .orElseGet(() -> Quantities.duration(defaultValue))
                .toMillis();
    }

    /** The size under the key in bytes; a number without a unit counts bytes. */
    public long getSizeAsBytes(String key, String defaultValue) {
        return parsed(key, "a size", Quantities::bytes).orElseGet(() -> Quantities.bytes(defaultValue));
    }

    /** The value of the entry, if it is set or has a default. */
    public <T> Optional<T> find(ConfigEntry<T> entry) {
        return getOption(entry.key())
                .or(() -> Optional.ofNullable(entry.defaultText()))
                .map(entry::parse);
    }

    /**
     * The value of the entry, or its default.
     *
     * @throws MillraceException when it is malformed, or has neither value nor default
     */
    public <T> T get(ConfigEntry<T> entry) {
        return find(entry)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CONFIGURATION,
                        entry.key() + " is not set: expected " + entry.type() + ". " + entry.doc()));
    }

    /**
     * Checks every key that is known, and warns in the log of keys under {@code millrace.} that are not.
     *
     * @throws MillraceException CONFIGURATION with a line for each value that is malformed
     */
    public void validate() {
        unknownKeys().forEach(LOG::warn);
        validateValues();
    }

    /**
     * Checks every key that is known, and says nothing of the others: for processes beside the one whose context says it.
     *
     * @throws MillraceException CONFIGURATION with a line for each value that is malformed
     */
    public void validateValues() {
        Map<String, ConfigEntry<?>> entries = ConfigEntry.all();
        List<String> problems = new ArrayList<>();
        getAll().forEach((key, value) -> {
            ConfigEntry<?> entry = entries.get(key);
            try {
                if (entry != null) {
                    entry.parse(value);
                }
            } catch (MillraceException e) {
                problems.add(e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new MillraceException(ErrorCode.CONFIGURATION, String.join("\n", problems));
        }
    }

    /**
     * A sentence for each key under {@code millrace.} that does not exist, with the one that was probably meant. One that is set
     * was not meant; those that the launcher and the operator keep for themselves are among them.
     */
    public List<String> unknownKeys() {
        Map<String, ConfigEntry<?>> entries = ConfigEntry.all();
        Set<String> set = getAll().keySet();
        List<String> candidates =
                entries.keySet().stream().filter(key -> !set.contains(key)).toList();
        return set.stream()
                .filter(key -> key.startsWith("millrace.") && !entries.containsKey(key))
                .filter(key -> !key.startsWith(MillraceConfig.APP_ARGUMENT_PREFIX))
                .map(key -> key + " is not a key of Millrace and has no effect"
                        + Spelling.closest(key, candidates)
                                .map(closest -> "; did you mean " + closest + "?")
                                .orElse(""))
                .toList();
    }

    /** Every key and value on a line of its own, in alphabetical order. */
    public String toDebugString() {
        return getAll().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // a final class with one final field
    public MillraceConf clone() {
        MillraceConf copy = new MillraceConf(false);
        copy.values.putAll(getAll());
        return copy;
    }

    private static String ownKey(String key) {
        ConfigEntry<?> entry = key.startsWith("spark.") ? ConfigEntry.byAlias(key) : null;
        return entry == null ? key : entry.key();
    }

    private static String master(String wanted) {
        String given = processDefaults.getOrDefault(MillraceConfig.MASTER.key(), wanted);
        if (!given.equals(wanted)) {
            LOG.info("the program's master {} gives way to {} of the launcher", wanted, given);
        }
        return given;
    }

    private <T> Optional<T> parsed(String key, String type, Function<String, T> parser) {
        return getOption(key).map(text -> {
            try {
                return parser.apply(text.trim());
            } catch (IllegalArgumentException e) {
                throw new MillraceException(
                        ErrorCode.CONFIGURATION, key + ": expected " + type + ", found \"" + text + "\"", e);
            }
        });
    }
}

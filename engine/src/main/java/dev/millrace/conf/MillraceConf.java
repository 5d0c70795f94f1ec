package dev.millrace.conf;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.Serializable;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of a job: keys and values as text, read through typed {@link ConfigEntry entries}. A new one starts
 * with the defaults of the process (what the launcher or the operator gave it) and the {@code millrace.*} system
 * properties. Keys of Spark that have an equal here are taken as that. Thread-safe.
 */
public final class MillraceConf implements Serializable, Cloneable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(MillraceConf.class);
    private static volatile Map<String, String> processDefaults = Map.of();

    private final TreeMap<String, String> values = new TreeMap<>();

    /** Starts with the defaults of the process and the {@code millrace.*} system properties. */
    public MillraceConf() {
        this(true);
    }

    /** Starts with the defaults of the process when {@code loadDefaults}, else empty. */
    public MillraceConf(boolean loadDefaults) {
        if (loadDefaults) {
            System.getProperties().stringPropertyNames().stream()
                    .filter(key -> key.startsWith("millrace."))
                    .forEach(key -> set(key, System.getProperty(key)));
            processDefaults.forEach(this::set);
        }
    }

    /** Sets what every configuration made later in this process starts with. */
    public static void setProcessDefaults(Map<String, String> defaults) {
        processDefaults = Map.copyOf(defaults);
    }

    /** Sets a key; a key of Spark that has an equal here sets that, with a line in the log. */
    public synchronized MillraceConf set(String key, String value) {
        String ours = key;
        if (key.startsWith("spark.")) {
            ConfigEntry<?> entry = ConfigEntry.byAlias(key);
            if (entry != null) {
                ours = entry.key();
                LOG.info("{} is taken as {}", key, ours);
            } else {
                LOG.warn("{} has no equal in Millrace and has no effect", key);
            }
        }
        values.put(ours, value);
        return this;
    }

    public <T> MillraceConf set(ConfigEntry<T> entry, String value) {
        return set(entry.key(), value);
    }

    public synchronized MillraceConf setIfMissing(String key, String value) {
        if (!values.containsKey(key)) {
            set(key, value);
        }
        return this;
    }

    public MillraceConf setAll(Map<String, String> settings) {
        settings.forEach(this::set);
        return this;
    }

    public MillraceConf setAppName(String name) {
        return set(MillraceConfig.APP_NAME, name);
    }

    /** Sets where tasks run, unless the launcher has said it already. */
    public MillraceConf setMaster(String master) {
        return set(MillraceConfig.MASTER, processDefaults.getOrDefault(MillraceConfig.MASTER.key(), master));
    }

    public synchronized MillraceConf remove(String key) {
        values.remove(key);
        return this;
    }

    public synchronized boolean contains(String key) {
        return values.containsKey(key);
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
        @Nullable String value = values.get(key);
        return Optional.ofNullable(value);
    }

    public synchronized Map<String, String> getAll() {
        return new TreeMap<>(values);
    }

    /** Whether the key has a value of its own, not only a default. */
    public boolean contains(ConfigEntry<?> entry) {
        return contains(entry.key());
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
     * Checks every key under {@code millrace.} that is known; keys that are not are left to the user's own use.
     *
     * @throws MillraceException for the first one that is malformed
     */
    public void validate() {
        Map<String, ConfigEntry<?>> entries = ConfigEntry.all();
        getAll().forEach((key, value) -> {
            ConfigEntry<?> entry = entries.get(key);
            if (entry != null) {
                entry.parse(value);
            }
        });
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // a final class with one field: the constructor is the simpler copy
    public MillraceConf clone() {
        return new MillraceConf(false).setAll(getAll());
    }
}

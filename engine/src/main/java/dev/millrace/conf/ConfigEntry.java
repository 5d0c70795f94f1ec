package dev.millrace.conf;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A documented configuration key with a type, a default and a check. Immutable. All entries are declared in
 * {@link MillraceConfig} and {@link CassandraConfig}; the reference of all keys is generated from them.
 *
 * @param key name, such as {@code millrace.streaming.batchInterval}
 * @param type what a value looks like, for people: {@code duration}, {@code size}, {@code integer >= 1}
 * @param defaultText the default as it would be written, null when there is none
 * @param sparkAlias key of Spark that means the same, null when there is none
 */
public record ConfigEntry<T>(
        String key,
        String type,
        @Nullable String defaultText,
        @Nullable String sparkAlias,
        String doc,
        Function<String, T> parser,
        Predicate<T> check) {
    private static final Map<String, ConfigEntry<?>> BY_KEY = new ConcurrentHashMap<>();
    private static final Map<String, ConfigEntry<?>> BY_ALIAS = new ConcurrentHashMap<>();

    static <T> ConfigEntry<T> declare(
            String key,
            String type,
            @Nullable String defaultText,
            @Nullable String sparkAlias,
            String doc,
            Function<String, T> parser,
            Predicate<T> check) {
        ConfigEntry<T> entry = new ConfigEntry<>(key, type, defaultText, sparkAlias, doc, parser, check);
        if (sparkAlias != null && BY_ALIAS.putIfAbsent(sparkAlias, entry) != null) {
            throw new IllegalStateException(sparkAlias + " is the alias of two keys");
        }
        if (BY_KEY.putIfAbsent(key, entry) != null) {
            throw new IllegalStateException(key + " is declared twice");
        }
        return entry;
    }

    /** All declared entries by key, in alphabetical order. */
    public static Map<String, ConfigEntry<?>> all() {
        MillraceConfig.load();
        return new TreeMap<>(BY_KEY);
    }

    static @Nullable ConfigEntry<?> byAlias(String sparkKey) {
        MillraceConfig.load();
        return BY_ALIAS.get(sparkKey);
    }

    /**
     * The value that {@code text} stands for.
     *
     * @throws MillraceException naming key, value and expectation, when it is malformed or out of range
     */
    public T parse(String text) {
        T value;
        try {
            value = parser.apply(text.trim());
            if (check.test(value)) {
                return value;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private MillraceException malformed(String text, @Nullable Throwable cause) {
        String reason = cause == null || cause.getMessage() == null || cause instanceof NumberFormatException
                ? ""
                : " (" + cause.getMessage() + ")";
        return new MillraceException(
                ErrorCode.CONFIGURATION,
                key + ": expected " + type + ", found \"" + text + "\"" + reason
                        + (defaultText == null ? "" : "; the default is " + defaultText),
                cause);
    }
}

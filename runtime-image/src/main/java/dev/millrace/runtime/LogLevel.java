package dev.millrace.runtime;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets the level below which nothing is logged; it must be set before the first logger is made. */
public final class LogLevel {
    /** Key of the level among the settings of a process. */
    public static final String KEY = "millrace.log.level";

    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");
    private static final String SIMPLE_LOGGER = "org.slf4j.simpleLogger.";

    private LogLevel() {}

    /** Takes the level of the settings, {@code warn} where they have none. */
    public static void apply(Map<String, String> settings) {
        String level = settings.getOrDefault(KEY, "warn").toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    KEY + ": expected one of " + String.join(", ", LEVELS) + ", found \"" + level + "\"");
        }
        System.setProperty(SIMPLE_LOGGER + "defaultLogLevel", level);
        System.setProperty(SIMPLE_LOGGER + "showDateTime", "true");
        System.setProperty(SIMPLE_LOGGER + "dateTimeFormat", "HH:mm:ss.SSS");
        System.setProperty(SIMPLE_LOGGER + "showShortLogName", "true");
        System.setProperty(SIMPLE_LOGGER + "levelInBrackets", "false");
    }
}

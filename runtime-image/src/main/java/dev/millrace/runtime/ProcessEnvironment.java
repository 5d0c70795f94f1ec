package dev.millrace.runtime;

import dev.millrace.conf.ConfigEntry;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a process is told by its environment variables and by the properties file that one of them names.
 *
 * @param settings the keys and values of the properties file
 * @param ordinal number of the executor from 0; null in a driver
 * @param parentPipe whether the process must end when its standard input does
 */
public record ProcessEnvironment(
        Map<String, String> settings, @Nullable Integer ordinal, boolean parentPipe) {
    /** Path of the properties file. */
    public static final String CONF = "MILLRACE_CONF";
    /** Number of the executor. */
    public static final String ORDINAL = "MILLRACE_EXECUTOR_ORDINAL";
    /** Address of this process, for the keys with an address to listen on that the file does not have. */
    public static final String HOST = "MILLRACE_HOST";
    /** Directory of the checkpoint, for the driver; wins over the one in the file. */
    public static final String CHECKPOINT = "MILLRACE_CHECKPOINT";
    /** Set to 1 where the end of standard input means that the parent process is gone. */
    public static final String PARENT_PIPE = "MILLRACE_PARENT_PIPE";

    private static final List<ConfigEntry<String>> HOST_KEYS =
            List.of(MillraceConfig.DRIVER_HOST, MillraceConfig.EXECUTOR_HOST, MillraceConfig.STATUS_HOST);

    public ProcessEnvironment {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads the variables and the file.
     *
     * @throws MillraceException when a variable is missing or malformed, or the file cannot be read
     */
    public static ProcessEnvironment read(Map<String, String> variables) {
        String file = variables.get(CONF);
        if (file == null || file.isBlank()) {
            throw invalid(
                    CONF + " is not set: expected the path of a properties file with the job's configuration", null);
        }
        Map<String, String> settings = properties(Path.of(file));
        String host = variables.get(HOST);
        if (host != null && !host.isBlank()) {
            HOST_KEYS.forEach(entry -> settings.putIfAbsent(entry.key(), host));
        }
        String checkpoint = variables.get(CHECKPOINT);
        if (checkpoint != null && !checkpoint.isBlank()) {
            settings.put(MillraceConfig.CHECKPOINT_DIRECTORY.key(), checkpoint);
        }
        return new ProcessEnvironment(
                settings, ordinal(variables.get(ORDINAL)), "1".equals(variables.get(PARENT_PIPE)));
    }

    /** The executor's number. */
    public int requiredOrdinal() {
        if (ordinal == null) {
            throw invalid(ORDINAL + " is not set: expected the executor's number, an integer >= 0", null);
        }
        return ordinal;
    }

    private static @Nullable Integer ordinal(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,6}")) {
            throw invalid(ORDINAL + ": expected an integer >= 0, found \"" + text + "\"", null);
        }
        return Integer.valueOf(text);
    }

    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (java.nio.file.NoSuchFileException e) {
            throw invalid(CONF + ": no such file: " + file, e);
        } catch (MalformedInputException e) {
            throw invalid(CONF + ": " + file + " is not UTF-8 text", e);
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(CONF + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    private static MillraceException invalid(String message, @Nullable Throwable cause) {
        return new MillraceException(ErrorCode.CONFIGURATION, message, cause);
    }
}

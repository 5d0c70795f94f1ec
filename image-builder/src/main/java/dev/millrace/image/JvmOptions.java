package dev.millrace.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with options of the JVM: one a line, comments after {@code #}. A line that starts with a number and a plus, such as
 * {@code 24+ --enable-native-access=ALL-UNNAMED}, is for that version of Java and later ones.
 */
final class JvmOptions {
    private static final Pattern FOR_VERSION = Pattern.compile("([0-9]+)\\+\\s+(.*)");

    private JvmOptions() {}

    /** The options for this version of Java, in the order of the file. */
    static List<String> read(Path file, int java) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(line -> line.replaceFirst("(^|\\s)#.*", "").trim())
                    .map(line -> forVersion(line, java))
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new ImageException("--jvm-options: cannot read " + file + ": " + e, e);
        }
    }

    private static String forVersion(String line, int java) {
        Matcher matcher = FOR_VERSION.matcher(line);
        if (!matcher.matches()) {
            return line;
        }
        return java >= Integer.parseInt(matcher.group(1)) ? matcher.group(2) : "";
    }
}

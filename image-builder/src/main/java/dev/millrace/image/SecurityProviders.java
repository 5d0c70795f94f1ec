package dev.millrace.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The security providers that a linked runtime names. jlink leaves those in the list whose modules it leaves out, and Java
 * then looks for them among the application's jars: it loads every provider that it finds there, which costs each process
 * that speaks TLS half a second where Bouncy Castle is one of them.
 */
final class SecurityProviders {
    /** Providers outside of {@code java.base}, and the modules that have them. */
    private static final Map<String, String> MODULES = Map.of(
            "SunJGSS", "java.security.jgss",
            "SunSASL", "java.security.sasl",
            "XMLDSig", "java.xml.crypto",
            "SunPCSC", "java.smartcardio",
            "JdkLDAP", "java.naming",
            "JdkSASL", "jdk.security.jgss",
            "SunPKCS11", "jdk.crypto.cryptoki");

    private static final Pattern LINE = Pattern.compile("security\\.provider\\.\\d+=(\\S+).*");

    private SecurityProviders() {}

    /** Takes those out of the runtime's list that are not in it, and numbers the others anew. */
    static void prune(Path runtime) throws IOException {
        Path file = runtime.resolve("conf/security/java.security");
        Files.write(
                file,
                pruned(Files.readAllLines(file, StandardCharsets.ISO_8859_1), Jdk.modules(runtime)),
                StandardCharsets.ISO_8859_1);
    }

    static List<String> pruned(List<String> lines, Set<String> modules) {
        List<String> kept = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            Matcher provider = LINE.matcher(line);
            if (!provider.matches()) {
                kept.add(line);
            } else if (modules.contains(MODULES.getOrDefault(provider.group(1), "java.base"))) {
                number++;
                kept.add(line.replaceFirst("\\d+", String.valueOf(number)));
            }
        }
        return kept;
    }
}

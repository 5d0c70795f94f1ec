package dev.millrace.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of keys in the reference equal to the interface. With {@code -Dmillrace.docs.write=true} the test writes
 * the table instead of comparing it.
 */
class OperatorConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "operator-configuration.md");
    private static final String MARK =
            "<!-- keys: this table is generated from OperatorConfig; see OperatorConfigurationReferenceTest -->";

    @Test
    void theTableInTheReferenceIsThatOfTheInterface() throws IOException {
        String text = Files.readString(REFERENCE);
        String prose = text.substring(0, text.indexOf(MARK) + MARK.length());
        StringBuilder expected = new StringBuilder(prose + "\n\n| key | default | meaning |\n|---|---|---|\n");
        rows(OperatorConfig.class, "millrace.operator.", expected);
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(
                expected.toString(),
                Files.readString(REFERENCE),
                "docs/reference/operator-configuration.md is out of date; write it anew with"
                        + " mvn test -pl operator -am -Dtest=OperatorConfigurationReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.docs.write=true");
    }

    private static void rows(Class<?> group, String prefix, StringBuilder table) {
        Method[] methods = group.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method method : methods) {
            String key = prefix + hyphenated(method.getName());
            if (method.getReturnType().getEnclosingClass() == OperatorConfig.class) {
                rows(method.getReturnType(), key + ".", table);
                continue;
            }
            Described described = method.getAnnotation(Described.class);
            assertNotNull(described, key + " is not described");
            WithDefault fallback = method.getAnnotation(WithDefault.class);
            table.append("| `").append(key).append("` | ");
            table.append(fallback == null ? "" : "`" + fallback.value() + "`").append(" | ");
            table.append(described.value()).append(" |\n");
        }
    }

    /** As SmallRye makes keys of methods. */
    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}

package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The CRD in the chart is the one that is generated from the types. With {@code -Dmillrace.docs.write=true} the test copies
 * it instead of comparing it.
 */
class CustomResourceDefinitionTest {
    private static final String GENERATED = "streamingjobs.millrace.dev-v1.yml";
    static final String FILE = "files/" + GENERATED;

    @Test
    void isTheGeneratedOne() throws IOException {
        String generated = generated();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(Chart.DIRECTORY.resolve(FILE), generated);
        }
        assertEquals(
                generated,
                Chart.text(FILE),
                "helm/millrace/" + FILE + " is out of date; run the test with -Dmillrace.docs.write=true");
    }

    private static String generated() throws IOException {
        return Files.readString(Path.of("..", "crds", "src", "main", "resources", "META-INF", "fabric8")
                .resolve(GENERATED));
    }
}

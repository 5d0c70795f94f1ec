package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line and its files say. */
class CommandLineTest {
    @TempDir
    Path directory;

    @Test
    void aLayerNeedsANameASourceThatIsThereAndAnAbsoluteTarget() {
        LayerSpec spec = LayerSpec.parse("jars=" + directory + ":/opt/lib");
        assertEquals(new LayerSpec("jars", directory, "/opt/lib"), spec);
        for (String wrong : List.of("jars", "jars=" + directory, "jars=" + directory + ":opt", "jars=/none:/opt")) {
            String message = assertThrows(ImageException.class, () -> LayerSpec.parse(wrong))
                    .getMessage();
            assertTrue(message.startsWith("--layer: ") && message.contains(wrong), message);
        }
    }

    @Test
    void optionsForLaterVersionsOfJavaAreLeftOut() throws Exception {
        Path file = Files.writeString(directory.resolve("jvm.options"), """
                # comment
                -Xmx1g   # another
                24+ --enable-native-access=ALL-UNNAMED

                """);
        assertEquals(List.of("-Xmx1g"), JvmOptions.read(file, 17));
        assertEquals(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"), JvmOptions.read(file, 24));
    }

    @Test
    void aListOfClassesHasNeitherProgramsNorWhatChangesWithTheRun() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), """
                # NOTE
                java/lang/Object id: 0
                dev/millrace/B id: 7
                dev/millrace/User id: 9 super: 0 source: /opt/job.jar
                @cp dev/millrace/B 1 2
                """);
        Path two = Files.writeString(directory.resolve("two"), """
                dev/millrace/A id: 1
                java/lang/Object id: 0
                @lambda-proxy dev/millrace/B run ()V
                """);
        assertEquals(
                List.of("@lambda-proxy dev/millrace/B run ()V", "dev/millrace/A", "dev/millrace/B", "java/lang/Object"),
                ClassDataArchive.merge(List.of(one, two)));
    }

    @Test
    void aDirectoryWithoutAJdkIsNamed() {
        String message =
                assertThrows(ImageException.class, () -> Jdk.at(directory)).getMessage();
        assertTrue(message.contains(directory.toString()), message);
        assertEquals(
                Runtime.version().feature(),
                Jdk.at(Path.of(System.getProperty("java.home"))).feature());
    }

    @Test
    void everyFourthReleaseSince17IsLongTerm() {
        for (int feature : List.of(17, 21, 25)) {
            assertTrue(new Jdk(directory, feature + "+1", "x").isLongTerm());
        }
        for (int feature : List.of(16, 18, 24, 26)) {
            assertEquals(false, new Jdk(directory, feature + "+1", "x").isLongTerm());
        }
    }
}

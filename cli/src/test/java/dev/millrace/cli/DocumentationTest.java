package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Keeps the documentation equal to the program. With {@code -Dmillrace.docs.write=true} the help texts are written instead
 * of compared.
 */
class DocumentationTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void theHelpTextsInTheReferenceAreThoseOfTheCommands() throws IOException {
        Path reference = DOCS.resolve("reference/cli.md");
        String text = Files.readString(reference);
        String expected = text;
        for (String command : List.of("run", "validate", "checkpoint")) {
            String help = Main.commandLine().getSubcommands().get(command).getUsageMessage(CommandLine.Help.Ansi.OFF);
            String mark = "<!-- millrace " + command + " --help -->\n";
            String block = mark + "\n```\n" + help + "```\n";
            expected = expected.replaceFirst(mark + "(\n```\n[^`]*```\n)?", Matcher.quoteReplacement(block));
        }
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(reference, expected);
        }
        assertEquals(
                expected,
                Files.readString(reference),
                "docs/reference/cli.md is out of date; run the test with -Dmillrace.docs.write=true");
    }
}

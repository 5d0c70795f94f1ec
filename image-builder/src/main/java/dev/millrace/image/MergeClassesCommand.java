package dev.millrace.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the list of classes that goes into a class-data archive from lists of recorded runs. */
@CommandLine.Command(
        name = "merge-classes",
        description = "Merges lists that -XX:DumpLoadedClassList wrote into one that --classes takes.",
        mixinStandardHelpOptions = true)
final class MergeClassesCommand implements Callable<Integer> {
    @Option(names = "--output", required = true, description = "The list to write.")
    Path output = Path.of("");

    @Parameters(arity = "1..*", description = "Lists of recorded runs.")
    List<Path> lists = List.of();

    @Override
    public Integer call() throws IOException {
        Files.write(output, ClassDataArchive.merge(lists));
        return 0;
    }
}

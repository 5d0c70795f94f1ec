package dev.millrace.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class-data archive of an image: classes as the JVM has them in memory, parsed and verified, so that it maps them at
 * start. The image's own Java makes it inside the image's files, since the archive is bound to that very Java, to the paths
 * of the class path, and to the sizes and times of its jars.
 */
final class ClassDataArchive {
    /** Makes the archive the same wherever it is made: nothing of this machine's memory and processors goes into it. */
    private static final List<String> SAME_EVERYWHERE =
            List.of("-Xshare:dump", "-Xint", "-Xmx256m", "-XX:+UseSerialGC");

    private ClassDataArchive() {}

    /**
     * Makes an archive; empty, with a line on standard error, where this machine lets nobody run programs inside
     * a directory: the image works without, and starts more slowly.
     *
     * @param files the image so far
     * @param java path of Java in the image
     * @param options options with which the image will start Java, the class path among them
     * @param classes names of classes, one a line; those that are not there are passed over
     * @return the archive, in the image's files
     */
    static Optional<Path> make(RootFileSystem files, String java, List<String> options, Path classes) {
        String list = "/tmp/classes.lst";
        String archive = "/tmp/class-data.jsa";
        Path made = files.resolve(archive);
        try {
            Files.copy(classes, files.resolve(list));
            List<String> program = new ArrayList<>(List.of(java));
            program.addAll(options);
            program.addAll(SAME_EVERYWHERE);
            program.addAll(List.of("-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive));
            program.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
            String output = Command.run(files.resolve("/"), files.command(program));
            if (Files.exists(made)) {
                return Optional.of(made);
            }
            throw new ImageException("Java has made no class-data archive\n" + output);
        } catch (ImageException e) {
            if ("root".equals(System.getProperty("user.name"))) {
                throw e;
            }
            System.err.println("No class-data archive: this user may not run programs inside the image's files (unshare"
                    + " needs root or user namespaces). The image starts more slowly. " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new ImageException("cannot put the list of classes into " + files.resolve(list) + ": " + e, e);
        }
    }

    /**
     * A list of classes from what {@code -XX:DumpLoadedClassList} wrote in several runs: sorted, so that it changes only
     * where the classes do; without what loaders other than Java's own loaded, and without the entries of constant pools,
     * whose order would matter.
     */
    static List<String> merge(List<Path> lists) {
        return lists.stream()
                .flatMap(list -> {
                    try {
                        return Files.readAllLines(list, StandardCharsets.UTF_8).stream();
                    } catch (IOException e) {
                        throw new ImageException("cannot read the list of classes " + list + ": " + e, e);
                    }
                })
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("@cp "))
                .filter(line -> !line.contains(" source: "))
                .map(line -> line.replaceFirst(" id: .*", ""))
                .distinct()
                .sorted()
                .toList();
    }
}

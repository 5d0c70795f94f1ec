package dev.millrace.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds one image. */
@CommandLine.Command(
        name = "build",
        description = "Builds a container image without a container engine and writes it as an OCI tar.",
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
    static final String DEBIAN = "debian";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Option(names = "--name", required = true, description = "Name and tag, such as millrace/runtime:0.1.0.")
    String name = "";

    @Option(names = "--output", required = true, description = "The tar to write.")
    Path output = Path.of("");

    @Option(
            names = "--base",
            description =
                    "What the layers go on: \"" + DEBIAN + "\" for libraries from Debian with a linked Java runtime"
                            + " (the default), the path of an OCI tar, or the name of an image in a registry.")
    String base = DEBIAN;

    @Option(names = "--jdk", description = "JDK to link the runtime from; otherwise the one that --find-jdk names.")
    String jdk = "";

    @Option(
            names = "--find-jdk",
            description = "Program that prints the home of a JDK; otherwise the one that runs this.")
    @Nullable
    Path findJdk;

    @Option(names = "--add-module", description = "Module of Java that the runtime has besides the usual ones.")
    List<String> addModules = new ArrayList<>();

    @Option(names = "--layer", description = "NAME=SOURCE:/TARGET: a file or directory, and its place in the image.")
    List<String> layers = new ArrayList<>();

    @Option(names = "--class-path", description = "A jar in the image, or a directory whose jars are meant, by name.")
    List<String> classPath = new ArrayList<>();

    @Option(names = "--jvm-options", description = "File with options of the JVM, one a line.")
    @Nullable
    Path jvmOptions;

    @Option(names = "--classes", description = "File with the names of the classes of the class-data archive.")
    @Nullable
    Path classes;

    @Option(names = "--command", description = "Arguments where a pod gives none, such as the main class.")
    List<String> command = new ArrayList<>();

    @Option(names = "--label", description = "KEY=VALUE; one without a value is left out.")
    Map<String, String> labels = new TreeMap<>();

    @Option(names = "--revision-of", description = "Directory whose git commit becomes the label for the revision.")
    @Nullable
    Path revisionOf;

    @Option(names = "--time", description = "Time of every file, in ISO 8601.")
    String time = "2026-01-01T00:00:00Z";

    @Option(names = "--cache", description = "Directory for packages and bases. Default: ~/.cache/millrace/images.")
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "millrace", "images");

    @Option(names = "--refresh", description = "Ask for newer Debian packages even if that was done today.")
    boolean refresh;

    @Override
    public Integer call() throws IOException {
        ImageName imageName = ImageName.parse(name);
        Application application =
                new Application(layers.stream().map(LayerSpec::parse).toList(), classPath, jvmOptions, classes);
        Instant instant = Instant.parse(time);
        Path scratch = Files.createTempDirectory("millrace-image");
        try {
            LayerWriter writer = new LayerWriter(Files.createDirectories(scratch.resolve("layers")), instant);
            OciImage image = application.on(base(scratch, instant), writer, scratch);
            image = image.with(image.config().withLabels(labels()).withCreated(instant));
            if (!command.isEmpty()) {
                image = image.with(image.config().withCommand(command));
            }
            OciArchive.write(image, imageName, instant, output);
            out().printf("%s: %s, %.1f MB compressed, in %s%n", imageName, layers(image), megabytes(image), output);
            return 0;
        } finally {
            delete(scratch);
        }
    }

    private OciImage base(Path scratch, Instant instant) throws IOException {
        if (base.isBlank() || base.equals(DEBIAN)) {
            Jdk from = jdk();
            out().printf("Java runtime from %s %s in %s%n", from.implementor(), from.version(), from.home());
            if (!from.isLongTerm()) {
                out().printf("Java %d has no long-term support; name another JDK with --jdk.%n", from.feature());
            }
            List<DebianPackage> packages = new DebianArchive(Files.createDirectories(cache.resolve("debian")), refresh)
                    .withLicences(ListFile.read("debian-packages.txt"));
            return new DebianBase(cache, from, addModules, instant).of(packages, scratch);
        }
        Path archive = Path.of(base);
        return Files.isRegularFile(archive)
                ? OciArchive.read(archive, scratch.resolve("base"))
                : RegistryBase.pull(base, cache, scratch);
    }

    private Jdk jdk() {
        if (!jdk.isBlank()) {
            return Jdk.at(Path.of(jdk));
        }
        Path own = Path.of(System.getProperty("java.home"));
        if (findJdk == null) {
            return Jdk.at(own);
        }
        try {
            String home = Command.run(
                            Path.of("").toAbsolutePath(),
                            List.of(findJdk.toAbsolutePath().toString()))
                    .trim();
            return Jdk.at(Path.of(home));
        } catch (ImageException e) {
            out().printf("%s; the runtime comes from the JDK of this build instead%n", e.getMessage());
            return Jdk.at(own);
        }
    }

    private Map<String, String> labels() {
        Map<String, String> given = new TreeMap<>(labels);
        given.values().removeIf(String::isBlank);
        if (revisionOf != null) {
            GitRevision.of(revisionOf).ifPresent(commit -> given.put("org.opencontainers.image.revision", commit));
        }
        return given;
    }

    private static String layers(OciImage image) {
        return image.layers().size() + " layers";
    }

    private static double megabytes(OciImage image) {
        return image.compressedSize() / 1e6;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

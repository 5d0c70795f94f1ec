package dev.millrace.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts an application on a base: its layers in the order given, and after the last that is on the class path one with the
 * class-data archive and the options of the JVM.
 */
final class Application {
    private final List<LayerSpec> specs;
    private final List<String> classPath;
    private final @Nullable Path options;
    private final @Nullable Path classes;

    /**
     * @param specs what goes into which layer
     * @param classPath jars in the image, and directories whose jars are meant, by name; empty to leave the base's start
     *     as it is
     * @param options options of the JVM, one a line, or none
     * @param classes classes for the archive, or none
     */
    Application(List<LayerSpec> specs, List<String> classPath, @Nullable Path options, @Nullable Path classes) {
        this.specs = List.copyOf(specs);
        this.classPath = List.copyOf(classPath);
        this.options = options;
        this.classes = classes;
    }

    OciImage on(OciImage base, LayerWriter writer, Path scratch) {
        OciImage image = base;
        Map<String, LayerContent> layers = new LinkedHashMap<>();
        for (LayerSpec spec : specs) {
            layers.computeIfAbsent(spec.layer(), name -> new LayerContent()).putTree(spec.source(), spec.target());
        }
        List<String> jars = jars(layers.values());
        String last = layers.entrySet().stream()
                .filter(layer -> jars.stream().anyMatch(layer.getValue().entries()::containsKey))
                .map(Map.Entry::getKey)
                .reduce("", (earlier, later) -> later);
        for (Map.Entry<String, LayerContent> layer : layers.entrySet()) {
            image = image.with(layer.getKey(), writer.write(layer.getKey(), layer.getValue()));
            if (layer.getKey().equals(last)) {
                image = withJava(image, jars, writer, scratch);
            }
        }
        return image;
    }

    private List<String> jars(Iterable<LayerContent> layers) {
        List<String> paths = new ArrayList<>();
        for (LayerContent layer : layers) {
            layer.entries().keySet().stream()
                    .filter(path -> path.endsWith(".jar"))
                    .forEach(paths::add);
        }
        List<String> jars = classPath.stream()
                .flatMap(element -> element.endsWith(".jar")
                        ? paths.stream().filter(element::equals)
                        : paths.stream().filter(path -> isIn(element, path)).sorted())
                .toList();
        for (String element : classPath) {
            if (jars.stream().noneMatch(jar -> jar.equals(element) || isIn(element, jar))) {
                throw new ImageException("--class-path: no layer has a jar at " + element);
            }
        }
        return jars;
    }

    private static boolean isIn(String directory, String path) {
        return path.startsWith(directory + "/") && path.indexOf('/', directory.length() + 1) < 0;
    }

    private OciImage withJava(OciImage image, List<String> jars, LayerWriter writer, Path scratch) {
        String javaHome = image.config()
                .environment("JAVA_HOME")
                .orElseThrow(() -> new ImageException("--base: the base does not say in JAVA_HOME where its Java is"));
        RootFileSystem files = RootFileSystem.unpack(image, scratch.resolve("root"));
        String java = javaHome + "/bin/java";
        String home = directory(jars.get(jars.size() - 1));
        List<String> lines = new ArrayList<>(List.of("-cp", String.join(":", jars)));
        if (options != null) {
            lines.addAll(JvmOptions.read(
                    options, Jdk.release(files.resolve(javaHome)).feature()));
        }
        LayerContent content = new LayerContent();
        if (classes != null) {
            ClassDataArchive.make(files, java, lines, classes).ifPresent(archive -> {
                String path = home + "/class-data.jsa";
                content.put(path, new Entry.File(archive, LayerContent.PLAIN));
                lines.add("-XX:SharedArchiveFile=" + path);
            });
        }
        String optionsFile = home + "/jvm.options";
        content.putText(optionsFile, String.join("\n", lines) + "\n");
        OciImage layered = image.with("class-data", writer.write("class-data", content));
        return layered.with(layered.config().withEntrypoint(List.of(java, "@" + optionsFile)));
    }

    /** The directory of the application: that of its jars, or where they are in {@code lib}, the one above. */
    private static String directory(String jar) {
        String directory = jar.substring(0, jar.lastIndexOf('/'));
        return directory.endsWith("/lib") ? directory.substring(0, directory.length() - "/lib".length()) : directory;
    }
}

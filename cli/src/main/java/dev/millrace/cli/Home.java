package dev.millrace.cli;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where this build of Millrace is: {@code lib/} with its jars, {@code examples/} with the jars of the examples. */
record Home(Path directory) {
    /** Where a container image has it; manifests name jars below it. */
    static final Path IN_IMAGE = Path.of("/opt/millrace");

    /** The home that this launcher runs from. */
    static Home find() {
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path lib = jar.getParent();
            if (Files.isRegularFile(jar) && lib != null && lib.getParent() != null) {
                return new Home(lib.getParent());
            }
            throw new MillraceException(ErrorCode.PROCESS, "cannot find Millrace's own jars from " + jar);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the launcher's own jar has no path", e);
        }
    }

    /** Where Millrace's own jars are. */
    Path lib() {
        return directory.resolve("lib");
    }

    /** Millrace's own jars, in the order of the class path. */
    List<Path> jars() {
        try (Stream<Path> files = Files.list(lib())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.PROCESS, "cannot read Millrace's own jars in " + lib(), e);
        }
    }

    /** Class path of driver and executors. */
    String classPath() {
        return jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Where a path of the container image is in this build. */
    Path localised(Path inImage) {
        return inImage.startsWith(IN_IMAGE) ? directory.resolve(IN_IMAGE.relativize(inImage)) : inImage;
    }
}

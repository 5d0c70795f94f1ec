package dev.millrace.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The connectors that come with Millrace: the directory {@code connectors} beside {@code lib}, where this class's jar is. */
final class Connectors {
    private Connectors() {}

    /** Their jars with what they need, in order of names; none where there is no such directory. */
    static List<URL> jars() {
        Path directory = directory();
        return directory == null ? List.of() : jars(directory);
    }

    static List<URL> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                jars.add(jar.toUri().toURL());
            }
            return jars;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(directory + " is no path that classes can be loaded from", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the connectors in " + directory, e);
        }
    }

    private static @Nullable Path directory() {
        CodeSource source = Connectors.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            Path lib = jar.getParent();
            return Files.isRegularFile(jar) && lib != null ? lib.resolveSibling("connectors") : null;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Millrace's own jar has no path", e);
        }
    }
}

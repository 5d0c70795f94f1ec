package dev.millrace.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * A JDK that runtimes are linked from.
 *
 * @param home its directory
 * @param version its whole version, such as {@code 25.0.3+9-LTS}
 * @param implementor who built it
 */
record Jdk(Path home, String version, String implementor) {
    /** @throws ImageException when the directory has no JDK */
    static Jdk at(Path home) {
        Jdk jdk = release(home);
        if (!Files.isExecutable(home.resolve("bin/jlink"))) {
            throw new ImageException("--jdk: " + home + " is no JDK: it has no bin/jlink");
        }
        return jdk;
    }

    /** What the file {@code release} of a JDK or a runtime says. */
    static Jdk release(Path home) {
        Properties release = releaseFile(home);
        String version = unquoted(release, "JAVA_RUNTIME_VERSION", unquoted(release, "JAVA_VERSION", ""));
        if (version.isEmpty()) {
            throw new ImageException("no Java in " + home + ": its file \"release\" has no JAVA_VERSION");
        }
        return new Jdk(home, version, unquoted(release, "IMPLEMENTOR", "unknown"));
    }

    /** The modules of a JDK or a runtime. */
    static Set<String> modules(Path home) {
        return Set.of(unquoted(releaseFile(home), "MODULES", "").split(" "));
    }

    private static Properties releaseFile(Path home) {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new ImageException("no Java in " + home + ": it has no readable file \"release\"", e);
        }
        return release;
    }

    private static String unquoted(Properties release, String key, String otherwise) {
        return release.getProperty(key, otherwise).replace("\"", "");
    }

    int feature() {
        return Runtime.Version.parse(version).feature();
    }

    /** Whether it is a release with long-term support: every fourth since 17. */
    boolean isLongTerm() {
        return feature() >= 17 && (feature() - 17) % 4 == 0;
    }

    /** Links a runtime with these modules and what they need into {@code target}, which must not exist. */
    void link(List<String> modules, Path target) {
        List<String> words = new ArrayList<>(List.of(home.resolve("bin/jlink").toString()));
        words.addAll(List.of("--add-modules", String.join(",", modules)));
        words.addAll(List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--vm", "server"));
        words.addAll(List.of("--compress", feature() >= 21 ? "zip-6" : "2"));
        words.addAll(List.of("--output", target.toString()));
        Command.run(home, words);
        try {
            SecurityProviders.prune(target);
        } catch (IOException e) {
            throw new ImageException("cannot prune the security providers of " + target, e);
        }
    }
}

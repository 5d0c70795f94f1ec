package dev.millrace.cli;

import dev.millrace.crds.v1.ApplicationSpec;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the jar of a program on this machine, fetching it where the manifest names a URL. */
final class JarResolver {
    private static final String LOCAL = "local://";
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Home home;
    private final Path downloads;

    /** @param downloads directory for a jar that is fetched */
    JarResolver(Home home, Path downloads) {
        this.home = home;
        this.downloads = downloads;
    }

    /**
     * The jar's path; empty when the manifest names none.
     *
     * @param instead jar that the user names instead of the manifest's
     * @throws MillraceException when it is not there, cannot be fetched, or has another checksum
     */
    Optional<Path> resolve(ApplicationSpec application, @Nullable Path instead) {
        if (instead != null) {
            if (!Files.isRegularFile(instead)) {
                throw unusable("--jar: no such file: " + instead, null);
            }
            return Optional.of(instead.toAbsolutePath());
        }
        String location = application.jar();
        if (location == null) {
            if (application.volume() != null) {
                throw unusable(
                        "spec.application.volume: there are no volumes in a local run; name the jar with --jar", null);
            }
            return Optional.empty();
        }
        Path jar = location.startsWith(LOCAL) ? local(Path.of(location.substring(LOCAL.length()))) : fetch(location);
        if (application.sha256() != null) {
            verify(location, jar, application.sha256());
        }
        return Optional.of(jar);
    }

    private Path local(Path inImage) {
        if (Files.isRegularFile(inImage)) {
            return inImage;
        }
        Path here = home.localised(inImage);
        if (Files.isRegularFile(here)) {
            return here;
        }
        throw unusable(
                "spec.application.jar: no such file: " + inImage
                        + (here.equals(inImage) ? "" : ", and none at " + here + siblings(here))
                        + "; build it, correct the path, or name another jar with --jar",
                null);
    }

    private static String siblings(Path missing) {
        Path directory = missing.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return "";
        }
        try (Stream<Path> files = Files.list(directory)) {
            String names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : " (there are: " + names + ")";
        } catch (IOException e) {
            return "";
        }
    }

    private Path fetch(String url) {
        Path jar = downloads.resolve("program.jar");
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, jar);
            }
            return jar;
        } catch (IOException | IllegalArgumentException e) {
            throw unusable("spec.application.jar: cannot fetch " + url + ": " + e, e);
        }
    }

    private static void verify(String location, Path jar, String expected) {
        String found = sha256(jar);
        if (!found.equals(expected)) {
            throw unusable(
                    "spec.application.sha256: the checksum of " + location + " is " + found + ", expected " + expected
                            + "; the jar is not the one that the manifest means",
                    null);
        }
    }

    private static String sha256(Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw unusable("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    private static MillraceException unusable(String message, @Nullable Throwable cause) {
        return new MillraceException(ErrorCode.PROGRAM, message, cause);
    }
}

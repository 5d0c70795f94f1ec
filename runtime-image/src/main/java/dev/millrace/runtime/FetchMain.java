package dev.millrace.runtime;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Fetches the program's jar before driver or executor start: {@code FetchMain URL SHA-256 FILE}. A file whose checksum is
 * another one is deleted, and the process fails.
 */
public final class FetchMain {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 60_000;

    private FetchMain() {}

    public static void main(String[] arguments) {
        try {
            if (arguments.length != 3) {
                throw new MillraceException(
                        ErrorCode.CONFIGURATION, "expected three arguments: the URL of a jar, its SHA-256 and a file");
            }
            fetch(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]));
        } catch (MillraceException e) {
            ErrorReport.ofProcess(System.err, false).print(e);
            System.exit(e.code() == ErrorCode.CONFIGURATION ? ExitCode.BAD_INPUT : ExitCode.FAILED);
        }
    }

    /**
     * Brings the file here, whole or not at all.
     *
     * @throws MillraceException when it cannot be had, or is another one than the checksum says
     */
    static void fetch(URI url, String sha256, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            String found = copy(url, part);
            if (!found.equals(sha256)) {
                Files.delete(part);
                throw new MillraceException(
                        ErrorCode.PROGRAM,
                        "spec.application.sha256: " + url + " has the checksum " + found + ", expected " + sha256
                                + "; correct one of the two");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.PROGRAM, "spec.application.jar: cannot fetch " + url + ": " + e.getMessage(), e);
        }
    }

    private static String copy(URI url, Path part) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(connection.getInputStream(), digest);
                OutputStream out = Files.newOutputStream(part)) {
            in.transferTo(out);
        } finally {
            connection.disconnect();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

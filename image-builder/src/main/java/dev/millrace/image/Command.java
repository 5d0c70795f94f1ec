package dev.millrace.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of this machine, run to its end. */
final class Command {
    private Command() {}

    /** Its output, standard error included. */
    static String run(Path directory, List<String> words) {
        return run(directory, Map.of(), words);
    }

    /** @throws ImageException when it cannot be started or its exit code is not 0 */
    static String run(Path directory, Map<String, String> environment, List<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new ImageException("exit code " + code + " of " + String.join(" ", words) + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new ImageException("cannot run " + words.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while running " + words.get(0), e);
        }
    }
}

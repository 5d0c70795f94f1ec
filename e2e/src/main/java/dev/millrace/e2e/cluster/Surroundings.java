package dev.millrace.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/**
 * What this machine offers to tests that need a cluster.
 *
 * @param environment the environment variables
 * @param docker whether a Docker engine answers; asked only where it matters, since asking takes time
 * @param linux whether this is Linux
 * @param root whether this process may do everything
 * @param go whether Go is on the path
 */
record Surroundings(Map<String, String> environment, BooleanSupplier docker, boolean linux, boolean root, boolean go) {

    Surroundings {
        environment = Map.copyOf(environment);
    }

    static Surroundings ofThisMachine() {
        return new Surroundings(
                System.getenv(),
                () -> DockerClientFactory.instance().isDockerAvailable(),
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux"),
                isRoot(),
                onPath("go"));
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            // No /proc: not Linux, where it does not matter.
            return false;
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(java.io.File.pathSeparator, -1)).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}

package dev.millrace.image.operator;

import static org.awaitility.Awaitility.await;

import dev.millrace.image.testing.Container;
import dev.millrace.image.testing.ImageBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the classes that the operator loads until it has made a job's pods, for the class-data archive. No test: it runs
 * only where it is named, and changes {@code src/main/image/classes.lst}; docs/reference/image.md has the command.
 */
class RecordClasses {
    @TempDir
    Path directory;

    @Test
    void record() throws Exception {
        try (Container container = new Container(Files.createDirectory(directory.resolve("container")));
                MockCluster cluster = new MockCluster(directory)) {
            Path lists = Files.createDirectory(container.volume().resolve("classes"));
            new ProcessBuilder("chmod", "777", lists.toString()).start().waitFor();
            try (Container.Run run = container.start(
                    cluster.environment(),
                    "-Xshare:off",
                    "-XX:DumpLoadedClassList=/run/classes/operator.lst",
                    "-Xmx256m",
                    "io.quarkus.runner.GeneratedMain")) {
                await().atMost(Duration.ofSeconds(100)).until(cluster::hasDriver);
                run.terminate();
                run.awaitExit();
            }
            ImageBuild.run("merge-classes", "--output=src/main/image/classes.lst", lists + "/operator.lst");
        }
    }
}

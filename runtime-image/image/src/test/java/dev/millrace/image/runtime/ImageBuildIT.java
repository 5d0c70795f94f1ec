package dev.millrace.image.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.image.testing.ImageArchive;
import dev.millrace.image.testing.ImageBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The builder on the inputs of the image: the same bytes again, and a job's image on top. */
class ImageBuildIT extends ImageBuild {
    @Test
    void aJobsImageIsOneLayerOnTop() throws Exception {
        Path jar = Files.writeString(directory.resolve("job.jar"), "a jar");
        Path archive = directory.resolve("job.tar");
        run(
                "build",
                "--name=registry.example.com/job:1",
                "--base=" + ImageArchive.FILE,
                "--layer=job=" + jar + ":/opt/millrace/app/job.jar",
                "--output=" + archive);

        ImageArchive base = new ImageArchive(ImageArchive.FILE);
        ImageArchive job = new ImageArchive(archive);
        List<String> layers = digests(job);
        assertEquals(digests(base), layers.subList(0, layers.size() - 1));
        assertEquals(
                List.of("opt/", "opt/millrace/", "opt/millrace/app/", "opt/millrace/app/job.jar"),
                job.layers().get(layers.size() - 1).stream()
                        .map(entry -> entry.getName())
                        .toList());
        for (String setting : List.of("User", "Entrypoint", "Cmd", "Env", "WorkingDir")) {
            assertEquals(
                    base.configuration().path("config").path(setting),
                    job.configuration().path("config").path(setting),
                    setting);
        }
    }

    private static List<String> digests(ImageArchive image) throws Exception {
        List<String> digests = new ArrayList<>();
        for (JsonNode layer : image.manifest().path("layers")) {
            digests.add(layer.path("digest").asText());
        }
        return digests;
    }
}

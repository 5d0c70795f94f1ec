package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.StreamingJob;
import java.nio.file.Path;
import java.util.List;

/**
 * A manifest without a problem.
 *
 * @param clusterOnly paths of the fields that the file sets and that have an effect on a cluster alone
 */
public record Manifest(Path file, StreamingJob job, List<String> clusterOnly) {
    public Manifest {
        clusterOnly = List.copyOf(clusterOnly);
    }
}

package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.StreamingJob;
import java.nio.file.Path;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the manifest of a StreamingJob and refuses what the schema does not allow. Thread-safe. */
public final class ManifestReader {
    /**
     * The job that {@code file} describes, with its defaults filled in.
     *
     * @throws ManifestException with everything that is wrong with the file
     */
    public Manifest read(Path file) throws ManifestException {
        Node document = YamlText.read(file);
        Binder binder = new Binder(file);
        StreamingJob job = binder.bindJob(document);
        return new Manifest(file, job, binder.clusterOnly());
    }
}

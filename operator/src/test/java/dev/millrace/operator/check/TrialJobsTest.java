package dev.millrace.operator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.manifest.Manifest;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of the check are what they are said to be, by the types that the CRD is made from. */
class TrialJobsTest {
    @TempDir
    private Path directory;

    @Test
    void theRightOneIsRight() throws Exception {
        assertEquals("1s", read(TrialJobs.RIGHT).job().spec().batchInterval());
    }

    @Test
    void theWrongOneIsWrongInOneThingAlone() {
        ManifestException wrong = assertThrows(ManifestException.class, () -> read(TrialJobs.WRONG));
        assertEquals(1, wrong.problems().size(), wrong::getMessage);
        assertEquals("spec.batchInterval", wrong.problems().get(0).field());
        assertTrue(wrong.problems().get(0).message().contains(TrialJobs.COMPLAINT), wrong::getMessage);
    }

    private Manifest read(String job) throws ManifestException, IOException {
        // JSON is YAML.
        return new ManifestReader().read(Files.writeString(directory.resolve("job.yaml"), job));
    }
}

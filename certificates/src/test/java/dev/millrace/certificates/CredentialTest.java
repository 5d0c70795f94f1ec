package dev.millrace.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {
    private static final Validity DAY = Validity.lasting(Duration.ofDays(1), Clock.systemUTC());

    @TempDir
    Path folder;

    @Test
    void theFilesAreForTheirOwnerAlone() throws Exception {
        Credential driver = JobAuthority.create("a", DAY).issue(Role.DRIVER, DAY);
        CredentialFiles files = driver.writeTo(folder, "driver");
        assertEquals(new CredentialFiles(folder.resolve("driver.crt"), folder.resolve("driver.key")), files);
        assertEquals(driver.certificate(), Files.readString(files.certificate()));
        assertEquals(driver.privateKey(), Files.readString(files.privateKey()));
        for (Path file : Set.of(files.certificate(), files.privateKey())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aRenewedCredentialReplacesTheFilesAndLeavesNothingElse() throws Exception {
        JobAuthority authority = JobAuthority.create("a", DAY);
        authority.issue(Role.DRIVER, DAY).writeTo(folder, "driver");
        Credential renewed = authority.issue(Role.DRIVER, DAY);
        renewed.writeTo(folder, "driver");
        assertEquals(renewed.privateKey(), Files.readString(folder.resolve("driver.key")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of("driver.crt", "driver.key"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void aMissingFolderIsAnError() throws Exception {
        Credential driver = JobAuthority.create("a", DAY).issue(Role.DRIVER, DAY);
        assertThrows(NoSuchFileException.class, () -> driver.writeTo(folder.resolve("none"), "driver"));
    }

    @Test
    void theTextFormDoesNotGiveTheKeyAway() throws Exception {
        Credential driver = JobAuthority.create("a", DAY).issue(Role.DRIVER, DAY);
        assertFalse(driver.toString().contains("PRIVATE KEY"), driver::toString);
        assertTrue(driver.toString().contains(driver.certificate()), driver::toString);
    }
}

package dev.millrace.cli;

import dev.millrace.certificates.CredentialFiles;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Writes what each process of a run reads at its start: its settings, its key and its certificate. */
final class ProcessFiles {
    /** Longer than any run: its keys go with it, and nothing renews them. */
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private final RunDirectory directory;
    private final Map<String, String> common;
    private final JobAuthority authority;

    ProcessFiles(RunDirectory directory, Job job) {
        this.directory = directory;
        try {
            this.authority = JobAuthority.create(job.name(), Validity.lasting(LIFETIME, Clock.systemUTC()));
            Path trusted = directory.write("authority.crt", authority.trusted());
            common = new TreeMap<>(job.settings());
            common.put(MillraceConfig.MASTER.key(), "cluster");
            common.put(
                    MillraceConfig.DRIVER_ADDRESS_FILE.key(),
                    directory.path("driver.address").toString());
            common.put(MillraceConfig.TLS_TRUSTED.key(), trusted.toString());
            common.putIfAbsent(MillraceConfig.LOCAL_DIR.key(), directory.path().toString());
        } catch (GeneralSecurityException e) {
            throw noCertificates(e);
        }
    }

    /** File that the driver writes the address of its status API to. */
    Path statusAddress() {
        return directory.path("status.address");
    }

    /** Uses {@code jar} as the program's. */
    void program(Path jar) {
        common.put(MillraceConfig.APP_JAR.key(), jar.toString());
    }

    /** Writes the driver's files and returns its properties file. */
    Path driver() {
        Map<String, String> settings = identity(Role.DRIVER);
        settings.put(MillraceConfig.STATUS_ADDRESS_FILE.key(), statusAddress().toString());
        return directory.write("driver.properties", settings);
    }

    /** Writes an executor's files and returns its properties file. */
    Path executor(int ordinal) {
        Role role = Role.executor(ordinal);
        return directory.write(role + ".properties", identity(role));
    }

    private Map<String, String> identity(Role role) {
        try {
            CredentialFiles files = authority.issue(role, authority.validity()).writeTo(directory.path(), role.name());
            Map<String, String> settings = new TreeMap<>(common);
            settings.put(
                    MillraceConfig.TLS_CERTIFICATE.key(), files.certificate().toString());
            settings.put(
                    MillraceConfig.TLS_PRIVATE_KEY.key(), files.privateKey().toString());
            return settings;
        } catch (GeneralSecurityException e) {
            throw noCertificates(e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE, "cannot write the certificate of " + role + ": " + e.getMessage(), e);
        }
    }

    private static MillraceException noCertificates(GeneralSecurityException e) {
        return new MillraceException(
                ErrorCode.PROCESS, "cannot make the certificates of the run: " + e.getMessage(), e);
    }
}

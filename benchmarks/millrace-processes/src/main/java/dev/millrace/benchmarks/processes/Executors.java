package dev.millrace.benchmarks.processes;

import dev.millrace.certificates.CredentialFiles;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Executors of one core each, on the class path of this JVM; they end with {@link #close}. */
final class Executors implements AutoCloseable {
    private static final String HEAP = "1g";

    private final Path folder;
    private final int count;
    private final JobAuthority authority;
    private final Map<Integer, Process> processes = new TreeMap<>();

    private Executors(int count) throws IOException, GeneralSecurityException {
        this.folder = Files.createTempDirectory("millrace-benchmark");
        this.count = count;
        this.authority = JobAuthority.create("benchmark", Validity.lasting(Duration.ofDays(1), Clock.systemUTC()));
        Files.writeString(folder.resolve("authority.crt"), authority.trusted());
    }

    /** Starts executors that look for a driver with {@link #driver} for configuration. */
    static Executors start(int count) throws IOException, GeneralSecurityException {
        Executors executors = new Executors(count);
        executors.launch(0, count);
        return executors;
    }

    /** Starts those with the numbers from {@code from} to before {@code to}; each of them must be new, or have ended. */
    void launch(int from, int to) throws IOException, GeneralSecurityException {
        for (int ordinal = from; ordinal < to; ordinal++) {
            processes.put(ordinal, launch(ordinal));
        }
    }

    /** Waits for those with the numbers from {@code from} to before {@code to} to end, which the driver has told them. */
    void awaitEnd(int from, int to) throws InterruptedException {
        for (int ordinal = from; ordinal < to; ordinal++) {
            Process process = processes.remove(ordinal);
            if (process != null && process.waitFor() != 0) {
                throw new IllegalStateException("executor " + ordinal + " ended with " + process.exitValue());
            }
        }
    }

    /** Configuration of the driver that these executors belong to. */
    MillraceConf driver() throws IOException, GeneralSecurityException {
        MillraceConf conf = new MillraceConf();
        settings(Role.DRIVER).forEach(conf::set);
        return conf;
    }

    private Process launch(int ordinal) throws IOException, GeneralSecurityException {
        Role role = Role.executor(ordinal);
        Path file = folder.resolve(role + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings(role));
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms" + HEAP,
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorProcess.class.getName(),
                        file.toString(),
                        String.valueOf(ordinal))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Map<String, String> settings(Role role) throws IOException, GeneralSecurityException {
        CredentialFiles files = authority.issue(role, authority.validity()).writeTo(folder, role.name());
        Map<String, String> settings = new TreeMap<>();
        settings.put(MillraceConfig.MASTER.key(), "cluster");
        settings.put(MillraceConfig.EXECUTOR_INSTANCES.key(), String.valueOf(count));
        settings.put(MillraceConfig.EXECUTOR_CORES.key(), "1");
        settings.put(
                MillraceConfig.DRIVER_ADDRESS_FILE.key(),
                folder.resolve("driver.address").toString());
        settings.put(
                MillraceConfig.TLS_TRUSTED.key(),
                folder.resolve("authority.crt").toString());
        settings.put(MillraceConfig.TLS_CERTIFICATE.key(), files.certificate().toString());
        settings.put(MillraceConfig.TLS_PRIVATE_KEY.key(), files.privateKey().toString());
        return settings;
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}

package dev.millrace.system;

import dev.millrace.certificates.CredentialFiles;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.runtime.ExecutorMain;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Executor processes for a driver in the JVM of a test, which can be killed and started again. */
final class ExecutorProcesses implements AutoCloseable {
    private final Path folder;
    private final int count;
    private final String heartbeatTimeout;
    private final JobAuthority authority;
    private final Map<Integer, Process> processes = new ConcurrentHashMap<>();

    ExecutorProcesses(Path folder, int count) throws IOException, GeneralSecurityException {
        this(folder, count, "1500ms");
    }

    /** @param heartbeatTimeout silence after which a process counts as lost though its connection is open */
    ExecutorProcesses(Path folder, int count, String heartbeatTimeout) throws IOException, GeneralSecurityException {
        this.heartbeatTimeout = heartbeatTimeout;
        this.folder = folder;
        this.count = count;
        this.authority = JobAuthority.create("test", Validity.lasting(Duration.ofDays(1), Clock.systemUTC()));
        Files.writeString(folder.resolve("authority.crt"), authority.trusted());
        for (int ordinal = 0; ordinal < count; ordinal++) {
            start(ordinal);
        }
    }

    /** Configuration of the driver that these executors look for. */
    MillraceConf driver() throws IOException, GeneralSecurityException {
        return new MillraceConf(false).setAll(settings(Role.DRIVER));
    }

    void start(int ordinal) throws IOException, GeneralSecurityException {
        Role role = Role.executor(ordinal);
        Path file = folder.resolve(role + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings(role));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(role + ".log").toFile()));
        builder.environment().put("MILLRACE_CONF", file.toString());
        builder.environment().put("MILLRACE_EXECUTOR_ORDINAL", String.valueOf(ordinal));
        builder.environment().put("MILLRACE_PARENT_PIPE", "1");
        processes.put(ordinal, builder.start());
    }

    /** SIGKILL, and returns when the process is gone. */
    void kill(int ordinal) throws InterruptedException {
        process(ordinal).destroyForcibly().waitFor();
    }

    /** The process id, for signals that Java has no method for. */
    long pid(int ordinal) {
        return process(ordinal).pid();
    }

    /** Waits for the process to end by itself and returns its exit code. */
    int exitCode(int ordinal) throws InterruptedException {
        return process(ordinal).waitFor();
    }

    private Process process(int ordinal) {
        Process process = processes.get(ordinal);
        if (process == null) {
            throw new IllegalArgumentException("no executor " + ordinal);
        }
        return process;
    }

    private Map<String, String> settings(Role role) throws IOException, GeneralSecurityException {
        CredentialFiles files = authority.issue(role, authority.validity()).writeTo(folder, role.name());
        Map<String, String> settings = new TreeMap<>();
        settings.put(MillraceConfig.APP_NAME.key(), "executor-loss");
        settings.put(MillraceConfig.MASTER.key(), "cluster");
        settings.put(MillraceConfig.EXECUTOR_INSTANCES.key(), String.valueOf(count));
        settings.put(MillraceConfig.EXECUTOR_CORES.key(), "2");
        settings.put(MillraceConfig.EXECUTOR_DRIVER_TIMEOUT.key(), "3s");
        settings.put(MillraceConfig.HEARTBEAT_INTERVAL.key(), "200ms");
        settings.put(MillraceConfig.HEARTBEAT_TIMEOUT.key(), heartbeatTimeout);
        settings.put(MillraceConfig.LOCAL_DIR.key(), folder.toString());
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

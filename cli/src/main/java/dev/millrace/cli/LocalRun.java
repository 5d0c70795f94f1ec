package dev.millrace.cli;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.runtime.DriverProcess;
import dev.millrace.runtime.LogLevel;
import dev.millrace.runtime.Signals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a job in this JVM, with a thread for each core that its executors would have. Used once. */
final class LocalRun {
    private static final int KILLED_BY_USER = 130;

    private final Job job;
    private final AtomicBoolean stopping = new AtomicBoolean();

    LocalRun(Job job) {
        this.job = job;
    }

    /** The exit code of the run. */
    int run() {
        LogLevel.apply(job.settings());
        Terminal terminal = Terminal.detect(System.getenv());
        try (RunDirectory directory = RunDirectory.create(job.options().keep());
                Screen screen = new Screen(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        terminal.isLive(),
                        () -> {});
                PrintStream out = lines(screen::writeOut);
                PrintStream err = lines(screen::writeErr)) {
            job.notes().forEach(screen::message);
            Runtime.getRuntime().addShutdownHook(new Thread(directory::close, "leave-nothing-behind"));
            System.setOut(out);
            System.setErr(err);
            DriverProcess driver = new DriverProcess(settings(directory), err);
            for (String signal : new String[] {"INT", "TERM", "HUP"}) {
                Signals.handle(signal, () -> stop(driver, screen));
            }
            Thread progress = Progress.start(() -> Optional.of(driver.status()), screen, terminal);
            try {
                return driver.run();
            } finally {
                progress.interrupt();
            }
        }
    }

    private Map<String, String> settings(RunDirectory directory) {
        Map<String, String> settings = new TreeMap<>(job.settings());
        settings.put(MillraceConfig.MASTER.key(), "local[" + job.executors() * job.coresPerExecutor() + "]");
        new JarResolver(Home.find(), directory.path())
                .resolve(job.spec().application(), job.options().jar())
                .ifPresent(jar -> settings.put(MillraceConfig.APP_JAR.key(), jar.toString()));
        return settings;
    }

    private void stop(DriverProcess driver, Screen screen) {
        if (stopping.compareAndSet(false, true)) {
            screen.message("Stopping: the running batch ends first. Ctrl-C again kills at once.");
            driver.stop();
        } else {
            Runtime.getRuntime().halt(KILLED_BY_USER);
        }
    }

    private static PrintStream lines(LinePump.Sink sink) {
        return new PrintStream(new LineStream(sink), true, StandardCharsets.UTF_8);
    }
}

package dev.millrace.runtime;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rpc.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program of a job in this JVM, from its settings to an exit code. It is used once; {@link #stop} may be called
 * from any thread.
 */
public final class DriverProcess {
    /** How long a main method may go on after its stream was stopped from outside. */
    private static final long MAIN_END_SECONDS = 10;

    private final Map<String, String> settings;
    private final PrintStream err;
    private final ErrorReport report;
    private final JobControl control = new EngineJob();
    private final JobMonitor monitor = JobMonitor.ofThisProcess();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param err where the error that ends the job is printed */
    public DriverProcess(Map<String, String> settings, PrintStream err) {
        this.settings = new TreeMap<>(settings);
        this.err = err;
        this.report =
                ErrorReport.ofProcess(err, Boolean.parseBoolean(settings.get(MillraceConfig.ERROR_STACK_TRACES.key())));
    }

    /** Runs the program in the calling thread, and returns the exit code of the process. */
    @SuppressWarnings("try") // classes and server are only held open
    public int run() {
        try {
            Program program = Program.of(settings);
            MillraceConf conf = configure();
            ClassLoader loader = Program.loader(settings, DriverProcess.class.getClassLoader());
            try (Closeable classes = loader instanceof Closeable closeable ? closeable : () -> {};
                    Closeable server = serve(conf);
                    Closeable controls = serveControl(conf)) {
                return run(program, loader);
            }
        } catch (MillraceException | IOException e) {
            report.print(e);
            return ExitCode.BAD_INPUT;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Lets the batches under way end and ends the program; ends the process where nothing is running that could be
     * stopped. Returns when the program has ended.
     */
    public void stop() {
        monitor.stopping();
        try {
            boolean stopped = control.stopGracefully();
            if (!stopped || !ended.await(MAIN_END_SECONDS, TimeUnit.SECONDS)) {
                System.exit(ExitCode.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job as the status API shows it. */
    public JobStatus status() {
        return monitor.status();
    }

    private MillraceConf configure() {
        Map<String, String> defaults = new TreeMap<>(settings);
        defaults.merge(
                MillraceConfig.EXTRA_LISTENERS.key(),
                MonitoringListener.class.getName(),
                (all, own) -> all + "," + own);
        MillraceConf.setProcessDefaults(defaults);
        MillraceConf conf = new MillraceConf();
        // The context that the program makes says which keys are unknown.
        conf.validateValues();
        monitor.executors(EngineJob::executors);
        monitor.describe(
                conf.find(MillraceConfig.APP_NAME).orElse(""),
                conf.find(MillraceConfig.MASTER).orElse("").startsWith("local")
                        ? 1
                        : conf.get(MillraceConfig.EXECUTOR_INSTANCES));
        return conf;
    }

    /**
     * Starts the status API when the settings ask for one. Its metrics are made ready in the background: hundreds of classes
     * that the first batch shall not wait for.
     */
    private Closeable serve(MillraceConf conf) {
        Optional<String> file = conf.find(MillraceConfig.STATUS_ADDRESS_FILE);
        if (file.isEmpty() && !conf.contains(MillraceConfig.STATUS_PORT)) {
            return () -> {};
        }
        String host = conf.get(MillraceConfig.STATUS_HOST);
        String app = conf.find(MillraceConfig.APP_NAME).orElse("");
        CompletableFuture<DriverMetrics> metrics = CompletableFuture.supplyAsync(() -> new DriverMetrics(app));
        StatusServer server = StatusServer.start(
                host,
                conf.get(MillraceConfig.STATUS_PORT),
                monitor::status,
                () -> metrics.join().scrape());
        monitor.meters(stream -> metrics.join().follow(stream));
        file.ifPresent(path -> AddressFile.write(Path.of(path), host, server.port()));
        return () -> {
            server.close();
            if (metrics.isDone() && !metrics.isCompletedExceptionally()) {
                metrics.join().close();
            }
        };
    }

    /** Starts the control API when the settings ask for one. */
    private Closeable serveControl(MillraceConf conf) {
        if (!conf.contains(MillraceConfig.CONTROL_PORT)) {
            return () -> {};
        }
        ControlServer server = ControlServer.start(
                conf.get(MillraceConfig.DRIVER_HOST),
                conf.get(MillraceConfig.CONTROL_PORT),
                Tls.of(conf),
                monitor::status,
                this::scale);
        return server::close;
    }

    private boolean scale(WantedExecutors wanted) {
        boolean scaled = control.scale(wanted.desired(), wanted.leaving());
        if (scaled) {
            monitor.desired(wanted.desired());
        }
        return scaled;
    }

    private int run(Program program, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            program.run(loader);
            control.awaitEnd();
            monitor.finished();
            return ExitCode.OK;
        } catch (Throwable failure) {
            return failed(failure);
        } finally {
            control.close();
            thread.setContextClassLoader(before);
            System.out.flush();
            err.flush();
        }
    }

    private int failed(Throwable failure) {
        if (monitor.isStopping() && isCancellation(failure)) {
            monitor.finished();
            return ExitCode.OK;
        }
        monitor.failed(Objects.toString(failure.getMessage(), failure.toString()));
        report.print(failure);
        return failure instanceof MillraceException known ? exitCode(known.code()) : ExitCode.FAILED;
    }

    private static boolean isCancellation(Throwable failure) {
        return failure instanceof InterruptedException
                || (failure instanceof MillraceException known
                        && (known.code() == ErrorCode.CANCELLED || known.code() == ErrorCode.STATE));
    }

    private static int exitCode(ErrorCode code) {
        if (code == ErrorCode.FENCED) {
            return ExitCode.FENCED;
        }
        return code == ErrorCode.CONFIGURATION || code == ErrorCode.PROGRAM || code == ErrorCode.CHECKPOINT
                ? ExitCode.BAD_INPUT
                : ExitCode.FAILED;
    }
}

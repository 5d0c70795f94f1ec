package dev.millrace.cli;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.runtime.Signals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** Runs a job as one driver and its executors, each a process of its own, from start to exit code. Used once. */
final class ProcessRun {
    /** What a driver gets over and above its own limit for a graceful stop. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(15);

    /** The first batches have the machine for themselves. */
    private static final long CLASS_DATA_DELAY = 3_000;

    private final Job job;
    private final BlockingQueue<BiConsumer<Supervisor, Duration>> events = new LinkedBlockingQueue<>();
    private final Queue<Child> children = new ConcurrentLinkedQueue<>();
    private final long startNanos = System.nanoTime();

    ProcessRun(Job job) {
        this.job = job;
    }

    /** The exit code; no process of the run is left when it is there. */
    int run() throws InterruptedException {
        Terminal terminal = Terminal.detect(System.getenv());
        try (RunDirectory directory = RunDirectory.create(job.options().keep());
                Screen screen = new Screen(
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        terminal.isLive(),
                        this::stop)) {
            job.notes().forEach(screen::message);
            if (job.options().keep()) {
                screen.message("The run's files are kept in " + directory.path());
            }
            Home home = Home.find();
            ProcessFiles files = new ProcessFiles(directory, job);
            new JarResolver(home, directory.path())
                    .resolve(job.spec().application(), job.options().jar())
                    .ifPresent(files::program);
            String classPath = home.classPath();
            Optional<ClassDataArchive> archive = ClassDataArchive.of(home);
            Processes processes = new JavaProcesses(
                    job.spec(),
                    files,
                    classPath,
                    () -> archive.map(ClassDataArchive::options).orElse(List.of()),
                    screen);
            Optional<ClassDataMaker> maker =
                    archive.map(wanted -> ClassDataMaker.start(wanted, directory, classPath, CLASS_DATA_DELAY));
            leaveNothingBehind(directory, maker);
            listenToSignals();
            Supervisor supervisor = supervisor(processes, screen);
            Thread progress = Progress.start(new StatusClient(files.statusAddress()), screen, terminal);
            try {
                supervisor.start();
                return await(supervisor);
            } finally {
                progress.interrupt();
                supervisor.killAll();
                maker.ifPresent(ClassDataMaker::close);
            }
        }
    }

    private Supervisor supervisor(Processes processes, Screen screen) {
        MillraceConf conf = new MillraceConf(false).setAll(job.settings());
        return new Supervisor(
                new ReportingProcesses(processes),
                job.executors(),
                new RestartBudget(job.spec().restartPolicy()),
                job.hasCheckpoint() ? Optional.of(new RestartBudget(job.spec().restartPolicy())) : Optional.empty(),
                conf.get(MillraceConfig.GRACEFUL_STOP_TIMEOUT).plus(STOP_MARGIN),
                screen::message);
    }

    private int await(Supervisor supervisor) throws InterruptedException {
        while (supervisor.result().isEmpty()) {
            Optional<Duration> next = supervisor.nextTick();
            long millis = next.map(due -> Math.max(0, due.minus(now()).toMillis() + 1))
                    .orElse(60_000L);
            BiConsumer<Supervisor, Duration> event = events.poll(millis, TimeUnit.MILLISECONDS);
            if (event != null) {
                event.accept(supervisor, now());
            }
            supervisor.tick(now());
        }
        return supervisor.result().getAsInt();
    }

    private void listenToSignals() {
        for (String signal : new String[] {"INT", "TERM", "HUP"}) {
            Signals.handle(signal, this::stop);
        }
    }

    private void stop() {
        events.add(Supervisor::stop);
    }

    /** Whatever ends the launcher short of SIGKILL, its processes and files go with it. */
    private void leaveNothingBehind(RunDirectory directory, Optional<ClassDataMaker> maker) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            children.forEach(Child::kill);
                            maker.ifPresent(ClassDataMaker::close);
                            directory.close();
                        },
                        "leave-nothing-behind"));
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Turns the end of each process into an event. */
    private final class ReportingProcesses implements Processes {
        private final Processes processes;

        ReportingProcesses(Processes processes) {
            this.processes = processes;
        }

        @Override
        public Child startDriver() {
            return report(processes.startDriver(), code -> (supervisor, time) -> supervisor.driverEnded(code, time));
        }

        @Override
        public Child startExecutor(int ordinal) {
            return report(
                    processes.startExecutor(ordinal),
                    code -> (supervisor, time) -> supervisor.executorEnded(ordinal, code, time));
        }

        private Child report(Child child, IntFunction<BiConsumer<Supervisor, Duration>> eventOf) {
            children.add(child);
            child.onExit(code -> {
                children.remove(child);
                events.add(eventOf.apply(code));
            });
            return child;
        }
    }
}

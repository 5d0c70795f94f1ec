package dev.millrace.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the JVM of an engine: reads settings from the first file named, writes the outcome to the second.
 *
 * <p>Exit codes: 0 measured; 1 the engine failed; 3 its results are wrong.
 */
public final class EngineMain {
    private static final long HEAP_SAMPLES_MILLIS = 1000;

    private EngineMain() {}

    /** Runs what the settings say, then ends the process whatever threads the engine left behind. */
    @SuppressWarnings("CatchAndPrintStackTrace") // standard error goes to the run's log
    public static void main(String[] args) {
        int code = 1;
        try {
            code = run(read(Path.of(args[0])), Path.of(args[1]));
        } catch (Throwable t) {
            t.printStackTrace();
        }
        System.exit(code);
    }

    private static int run(Settings settings, Path outcomeFile) throws Exception {
        Engine engine = engine();
        Outcome outcome = new Outcome();
        outcome.putVersion(engine.version());
        String failure;
        try (MemoryLog memory = new MemoryLog(HEAP_SAMPLES_MILLIS)) {
            failure = settings.linesPerSecond() > 0
                    ? fixedRate(engine, settings, outcome)
                    : backToBack(engine, settings, outcome);
            memory.writeTo(outcome);
        }
        if (failure != null) {
            System.err.println("wrong result: " + failure);
            return 3;
        }
        outcome.write(outcomeFile);
        return 0;
    }

    private static @Nullable String backToBack(Engine engine, Settings settings, Outcome outcome) throws Exception {
        if (settings.expected() == null) {
            throw new IllegalArgumentException("a run back to back needs expected digests");
        }
        BackToBack run = new BackToBack(settings, settings.expected());
        engine.backToBack(run);
        run.writeTo(outcome);
        return run.failure();
    }

    private static @Nullable String fixedRate(Engine engine, Settings settings, Outcome outcome) throws Exception {
        FixedRate run = new FixedRate(settings);
        engine.fixedRate(run);
        run.writeTo(outcome);
        return run.failure();
    }

    private static Engine engine() {
        Iterator<Engine> engines = ServiceLoader.load(Engine.class).iterator();
        if (!engines.hasNext()) {
            throw new IllegalStateException("no engine on the class path");
        }
        return engines.next();
    }

    private static Settings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Settings.from(properties);
    }
}

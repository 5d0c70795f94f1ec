package dev.millrace.cli;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.crds.manifest.Manifest;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.v1.ReservedKeys;
import dev.millrace.crds.v1.StreamingJobSpec;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.runtime.LogLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A job to run: its manifest and what the command line changes about it.
 *
 * @param settings keys and values for driver and executors alike, without what differs by process or by run
 */
record Job(Manifest manifest, RunOptions options, Map<String, String> settings) {
    /**
     * Reads and checks everything that can be checked before a process starts.
     *
     * @throws MillraceException when the manifest or a configuration value is wrong
     */
    static Job read(Path file, RunOptions options) {
        Manifest manifest;
        try {
            manifest = new ManifestReader().read(file);
        } catch (ManifestException e) {
            int count = e.problems().size();
            throw new MillraceException(
                    ErrorCode.MANIFEST,
                    count == 1 ? e.getMessage() : count + " problems in " + file + "\n" + e.getMessage());
        }
        LogLevel.apply(quietly(manifest, options));
        Map<String, String> settings = settings(manifest, options);
        // The driver's context says which keys are unknown.
        new MillraceConf(false).setAll(settings).validateValues();
        return new Job(manifest, options, settings);
    }

    /** What the user should know about the run before it starts, in lines. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!manifest.clusterOnly().isEmpty()) {
            notes.add("Without effect in a local run: " + String.join(", ", manifest.clusterOnly()));
        }
        Map<String, String> given = new TreeMap<>(options.conf());
        if (spec().conf() != null) {
            given.putAll(spec().conf());
        }
        given.keySet().stream().filter(key -> key.startsWith("spark.")).forEach(key -> {
            String ours = String.join("", inOurTerms(Map.of(key, "")).keySet());
            notes.add(
                    ours.equals(key)
                            ? key + " has no equal in Millrace and has no effect"
                            : key + " is taken as " + ours);
        });
        return notes;
    }

    String name() {
        return manifest.job().metadata().name();
    }

    StreamingJobSpec spec() {
        return manifest.job().spec();
    }

    /** Whether a driver that fails can go on from where it was. */
    boolean hasCheckpoint() {
        return settings.containsKey(MillraceConfig.CHECKPOINT_DIRECTORY.key());
    }

    int executors() {
        return Integer.parseInt(settings.getOrDefault(MillraceConfig.EXECUTOR_INSTANCES.key(), "1"));
    }

    int coresPerExecutor() {
        return Integer.parseInt(settings.getOrDefault(MillraceConfig.EXECUTOR_CORES.key(), "1"));
    }

    private static Map<String, String> settings(Manifest manifest, RunOptions options) {
        StreamingJobSpec spec = manifest.job().spec();
        Map<String, String> settings = new TreeMap<>();
        settings.put(MillraceConfig.APP_NAME.key(), manifest.job().metadata().name());
        settings.put(MillraceConfig.APP_MAIN_CLASS.key(), spec.application().mainClass());
        for (int i = 0; i < spec.application().args().size(); i++) {
            settings.put("millrace.app.args." + i, spec.application().args().get(i));
        }
        if (spec.batchInterval() != null) {
            settings.put(MillraceConfig.BATCH_INTERVAL.key(), spec.batchInterval());
        }
        settings.put(
                MillraceConfig.EXECUTOR_CORES.key(),
                String.valueOf(spec.executor().cores()));
        settings.put(
                MillraceConfig.EXECUTOR_INSTANCES.key(),
                String.valueOf(spec.executor().replicas()));
        if (spec.conf() != null) {
            settings.putAll(inOurTerms(spec.conf()));
        }
        options.conf().keySet().forEach(Job::checkOption);
        settings.putAll(inOurTerms(options.conf()));
        if (options.executors() != null) {
            settings.put(MillraceConfig.EXECUTOR_INSTANCES.key(), String.valueOf(options.executors()));
        }
        if (options.maxBatches() != null) {
            settings.put(MillraceConfig.MAX_BATCHES.key(), String.valueOf(options.maxBatches()));
        }
        if (options.logLevel() != null) {
            settings.put(MillraceConfig.LOG_LEVEL.key(), options.logLevel());
        }
        if (options.stackTraces()) {
            settings.put(MillraceConfig.ERROR_STACK_TRACES.key(), "true");
        }
        return settings;
    }

    /** Where the log level is said, before anything can be logged. */
    private static Map<String, String> quietly(Manifest manifest, RunOptions options) {
        Map<String, String> said = new TreeMap<>();
        Map<String, String> conf = manifest.job().spec().conf();
        Stream.of(conf == null ? Map.<String, String>of() : conf, options.conf())
                .filter(map -> map.containsKey(LogLevel.KEY))
                .forEach(map -> said.put(LogLevel.KEY, map.getOrDefault(LogLevel.KEY, "")));
        if (options.logLevel() != null) {
            said.put(LogLevel.KEY, options.logLevel());
        }
        return said;
    }

    /** The same settings with Spark's keys replaced by ours. */
    private static Map<String, String> inOurTerms(Map<String, String> settings) {
        return new MillraceConf(false).setAll(settings).getAll();
    }

    private static void checkOption(String key) {
        if (ReservedKeys.isOwned(key)) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION, "--conf " + key + ": is set by the launcher; take it out");
        }
        if (key.endsWith(".executor.instances")) {
            throw new MillraceException(ErrorCode.CONFIGURATION, "--conf " + key + ": use --executors instead");
        }
    }
}

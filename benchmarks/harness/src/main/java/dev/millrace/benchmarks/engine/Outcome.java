package dev.millrace.benchmarks.engine;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The figures that a JVM hands back, by name. */
public final class Outcome {
    private final Map<String, Double> figures = new TreeMap<>();
    private String version = "";

    void put(String name, double value) {
        figures.put(name, value);
    }

    void putVersion(String version) {
        this.version = version;
    }

    /** The figures; names without a unit are counts or ratios. */
    public Map<String, Double> figures() {
        return Map.copyOf(figures);
    }

    /** Version of the engine that ran. */
    public String version() {
        return version;
    }

    void write(Path file) throws IOException {
        Properties to = new Properties();
        figures.forEach((name, value) -> to.setProperty("figure." + name, value.toString()));
        to.setProperty("version", version);
        try (Writer writer = Files.newBufferedWriter(file)) {
            to.store(writer, null);
        }
    }

    /** Reads what the JVM of an engine wrote. */
    public static Outcome read(Path file) throws IOException {
        Properties from = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            from.load(reader);
        }
        Outcome outcome = new Outcome();
        outcome.version = from.getProperty("version", "");
        for (String name : from.stringPropertyNames()) {
            if (name.startsWith("figure.")) {
                outcome.put(name.substring("figure.".length()), Double.parseDouble(from.getProperty(name)));
            }
        }
        return outcome;
    }
}

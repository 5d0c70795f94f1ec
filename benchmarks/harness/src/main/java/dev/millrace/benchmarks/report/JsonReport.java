package dev.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.run.Case;
import dev.millrace.benchmarks.run.Measurement;
import dev.millrace.benchmarks.run.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Everything that was measured, for programs to read. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /** Writes the results to a file, over what it held before. */
    public static void write(Path file, Environment environment, Results results) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("date", environment.date().toString());
        root.put("commit", environment.commit());
        root.putObject("machine")
                .put("cores", environment.cores())
                .put("memoryGb", environment.memoryGb())
                .put("processor", environment.processor())
                .put("kernel", environment.kernel())
                .put("java", environment.java());
        ObjectNode versions = root.putObject("versions");
        results.versions().forEach(versions::put);
        root.put("rounds", results.rounds());
        ArrayNode workloads = root.putArray("workloads");
        for (Workload workload : results.workloads()) {
            ObjectNode node = workloads.addObject();
            node.put("workload", workload.id());
            node.put("figure", workload.figure());
            ArrayNode cases = node.putArray("cases");
            for (Case each : results.cases(workload)) {
                add(cases.addObject(), results, each);
            }
        }
        JSON.writeValue(file.toFile(), root);
    }

    private static void add(ObjectNode node, Results results, Case each) {
        node.put("contender", each.contender().id());
        node.put("parameter", each.parameter());
        node.put("jvmFlags", String.join(" ", each.jvmFlags()));
        ObjectNode figures = node.putObject("figures");
        Set<String> names = new TreeSet<>();
        results.of(each).forEach(m -> names.addAll(m.figures().keySet()));
        for (String name : names) {
            ObjectNode figure = figures.putObject(name);
            results.spread(each, name)
                    .ifPresent(spread -> figure.put("median", spread.median())
                            .put("min", spread.min())
                            .put("max", spread.max())
                            .put("medianDeviation", spread.deviation()));
            ArrayNode rounds = figure.putArray("rounds");
            for (Measurement measurement : results.of(each)) {
                rounds.add(measurement.figures().get(name));
            }
        }
        ObjectNode ratios = node.putObject("medianRatioWithinRounds");
        for (Case other : results.cases(each.workload())) {
            results.ratio(each, other).ifPresent(ratio -> ratios.put(other.title(), ratio.median()));
        }
    }
}

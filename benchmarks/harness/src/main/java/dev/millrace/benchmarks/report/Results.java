package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.run.Case;
import dev.millrace.benchmarks.run.Measurement;
import dev.millrace.benchmarks.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** All measurements of a run. */
public final class Results {
    private final List<Measurement> measurements;

    /** Copies the measurements. */
    public Results(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    /** The workloads that were measured, in the order of their first measurement. */
    List<Workload> workloads() {
        return measurements.stream()
                .map(each -> each.measured().workload())
                .distinct()
                .toList();
    }

    /** The cases of a workload, in the order of their first measurement. */
    List<Case> cases(Workload workload) {
        return measurements.stream()
                .map(Measurement::measured)
                .filter(each -> each.workload() == workload)
                .distinct()
                .toList();
    }

    /** The measurements of a case, round by round. */
    List<Measurement> of(Case each) {
        return measurements.stream().filter(m -> m.measured().equals(each)).toList();
    }

    /** The spread of one figure of a case over the rounds; nothing where the case has no such figure. */
    Optional<Spread> spread(Case each, String figure) {
        double[] values = of(each).stream()
                .map(m -> m.figures().get(figure))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * The spread of the ratio between two cases of a workload, each ratio taken within one round: what slows the machine
     * for a while slows both.
     */
    Optional<Spread> ratio(Case each, Case to) {
        String figure = each.workload().figure();
        List<Double> ratios = new ArrayList<>();
        for (Measurement left : of(each)) {
            for (Measurement right : of(to)) {
                Double above = left.figures().get(figure);
                Double below = right.figures().get(figure);
                if (left.round() == right.round() && above != null && below != null && below > 0) {
                    ratios.add(above / below);
                }
            }
        }
        return ratios.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(
                        ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The version of each engine that ran, by the folder of its module. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        measurements.forEach(each -> versions.put(each.measured().contender().module(), each.version()));
        return versions;
    }

    /** How many rounds there were. */
    int rounds() {
        return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
    }
}

package dev.millrace.oracle;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Whatever goes wrong: what a job puts out is what the interpreter says, each batch once. */
record SimulationProperty() implements Property<SimulationCase> {
    @Override
    public SimulationCase generate(SplittableRandom random) {
        return SimulationCase.random(random);
    }

    @Override
    public @Nullable String failure(SimulationCase testCase) throws Exception {
        return new SimulatedJob(testCase).difference();
    }

    @Override
    public List<SimulationCase> smaller(SimulationCase testCase) {
        return testCase.smaller();
    }
}

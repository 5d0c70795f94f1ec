package dev.millrace.oracle;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A program of data sets gives what the interpreter says. */
record RddProperty(RddOperations operations) implements Property<RddCase> {
    @Override
    public RddCase generate(SplittableRandom random) {
        return RddCase.random(random);
    }

    @Override
    public @Nullable String failure(RddCase testCase) {
        return RddProgram.difference(testCase, operations);
    }

    @Override
    public List<RddCase> smaller(RddCase testCase) {
        return testCase.smaller();
    }
}

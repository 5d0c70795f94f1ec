package dev.millrace.oracle;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Every batch of every output of a program of streams is what the interpreter says. */
record StreamProperty(StreamOperations operations) implements Property<StreamCase> {
    @Override
    public StreamCase generate(SplittableRandom random) {
        return StreamCase.random(random);
    }

    @Override
    public @Nullable String failure(StreamCase testCase) throws Exception {
        return StreamProgram.difference(testCase, operations);
    }

    @Override
    public List<StreamCase> smaller(StreamCase testCase) {
        return testCase.smaller();
    }
}

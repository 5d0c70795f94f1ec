package dev.millrace.runtime;

import dev.millrace.rdd.MillraceContext;
import java.util.List;

/** The contexts that the program has made in this JVM. */
final class EngineJob implements JobControl {
    @Override
    public boolean stopGracefully() {
        List<MillraceContext> contexts = MillraceContext.active();
        contexts.forEach(MillraceContext::stop);
        return !contexts.isEmpty();
    }

    @Override
    public void awaitEnd() {
        // the end of main is the end of a program without a stream
    }

    /** Executors that are connected. */
    static int executors() {
        return MillraceContext.active().stream()
                .mapToInt(context -> context.runner().executorNames().size())
                .sum();
    }
}

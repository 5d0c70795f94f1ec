package dev.millrace.runtime;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.streaming.StreamingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contexts that the program has made in this JVM. */
final class EngineJob implements JobControl {
    @Override
    public boolean stopGracefully() {
        Optional<StreamingContext> stream = StreamingContext.getActive();
        if (stream.isPresent()) {
            stream.get().stop(true, true);
            return true;
        }
        return stopContexts();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        Optional<StreamingContext> stream = StreamingContext.getActive();
        if (stream.isPresent()) {
            stream.get().awaitTermination();
        }
    }

    @Override
    public boolean scale(int desired, Set<Integer> leaving) {
        List<MillraceContext> contexts = MillraceContext.active();
        contexts.forEach(context -> context.runner().scale(desired, leaving));
        return !contexts.isEmpty();
    }

    @Override
    public void close() {
        StreamingContext.getActive().ifPresent(StreamingContext::stop);
        stopContexts();
    }

    private static boolean stopContexts() {
        List<MillraceContext> contexts = MillraceContext.active();
        contexts.forEach(MillraceContext::stop);
        return !contexts.isEmpty();
    }

    /** Executors that are connected. */
    static int executors() {
        return MillraceContext.active().stream()
                .mapToInt(context -> context.runner().executorNames().size())
                .sum();
    }
}

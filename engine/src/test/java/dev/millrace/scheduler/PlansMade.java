package dev.millrace.scheduler;

import dev.millrace.function.Function;
import dev.millrace.rdd.MillraceContext;
import java.util.List;

/** Counts the plans of a context: they are numbered as they are made, so one that no other equals tells how many there were. */
final class PlansMade {
    private final MillraceContext context;
    private long own;

    PlansMade(MillraceContext context) {
        this.context = context;
    }

    /** How many plans were made so far, but for those of this count. */
    long count() {
        DagScheduler scheduler = (DagScheduler) context.runner();
        long number = own;
        Function<Integer, Long> unique = value -> number;
        PlanCache.Bound marker =
                scheduler.plans().bind(context.parallelize(List.of(1), 1).map(unique), null, null);
        scheduler.plans().release(List.of(marker), scheduler.executors());
        return marker.plan().id() - own++;
    }
}

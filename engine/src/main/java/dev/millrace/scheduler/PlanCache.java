package dev.millrace.scheduler;

import dev.millrace.rdd.Action;
import dev.millrace.rdd.Dependency;
import dev.millrace.rdd.NarrowDependency;
import dev.millrace.rdd.PlanKey;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import dev.millrace.serializer.JavaSerialization;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plans that were made, by what they depend on, so that a stage that comes again is not shipped again. Thread-safe. */
final class PlanCache {
    private static final int LIMIT = 256;

    /**
     * A plan as the driver keeps it.
     *
     * @param installed names of the executors that have it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Plan(long id, byte[] bytes, Set<String> installed) {}

    /**
     * A plan, and what its tasks read in this batch, in the order of the plan's lists.
     *
     * @param rddIds current ids of kept data sets
     * @param shuffles current shuffles
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bound(Plan plan, long[] rddIds, List<ShuffleDependency<?, ?, ?>> shuffles) {}

    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(64, 0.75f, true);
    private long nextId;

    /** The plan for a stage, made if there is none. */
    Bound bind(RDD<?> root, @Nullable ShuffleDependency<?, ?, ?> shuffle, @Nullable Action<?, ?> action) {
        Walk walk = new Walk();
        walk.visit(root);
        if (shuffle != null) {
            shuffle.describe(walk.key);
        } else if (action != null) {
            action.key(walk.key);
        }
        long[] rddIds = new long[walk.rddIds.size()];
        for (int i = 0; i < rddIds.length; i++) {
            rddIds[i] = walk.rddIds.get(i);
        }
        Plan plan;
        synchronized (this) {
            plan = plans.get(walk.key);
        }
        if (plan == null) {
            int[] shuffleIds = new int[walk.shuffles.size()];
            for (int i = 0; i < shuffleIds.length; i++) {
                shuffleIds[i] = walk.shuffles.get(i).shuffleId();
            }
            byte[] bytes = JavaSerialization.serialize(new StagePlan(root, shuffle, action, rddIds, shuffleIds));
            synchronized (this) {
                plan = new Plan(nextId++, bytes, new HashSet<>());
                plans.put(walk.key, plan);
            }
        }
        return new Bound(plan, rddIds, walk.shuffles);
    }

    /** Goes through the narrow lineage of a stage, always in the same order. */
    private static final class Walk {
        final PlanKey key = new PlanKey();
        final List<Long> rddIds = new ArrayList<>();
        final List<ShuffleDependency<?, ?, ?>> shuffles = new ArrayList<>();
        private final IdentityHashMap<RDD<?>, Integer> seen = new IdentityHashMap<>();

        void visit(RDD<?> rdd) {
            Integer before = seen.putIfAbsent(rdd, seen.size());
            if (before != null) {
                key.value(before);
                return;
            }
            rdd.describe(key);
            for (RDD<?> kept : rdd.keptReads()) {
                if (!rddIds.contains(kept.id())) {
                    rddIds.add(kept.id());
                }
                key.value(rddIds.indexOf(kept.id()));
            }
            for (Dependency<?> dependency : rdd.dependencies()) {
                if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
                    if (!shuffles.contains(shuffle)) {
                        shuffles.add(shuffle);
                    }
                    key.value("shuffle").value(shuffles.indexOf(shuffle));
                } else if (dependency instanceof NarrowDependency<?> narrow) {
                    visit(narrow.rdd());
                }
            }
        }
    }

    /** Sends a plan to an executor that does not have it, and makes room for it if there are too many. */
    void install(Plan plan, ExecutorHandle executor, ExecutorPool executors) {
        synchronized (plan.installed()) {
            if (plan.installed().add(executor.name())) {
                executor.send(new DriverMessage.InstallPlan(plan.id(), plan.bytes()));
            }
        }
        evict(executors);
    }

    private void evict(ExecutorPool executors) {
        List<Long> old = new ArrayList<>();
        synchronized (this) {
            Iterator<Plan> oldestFirst = plans.values().iterator();
            while (plans.size() > LIMIT && oldestFirst.hasNext()) {
                old.add(oldestFirst.next().id());
                oldestFirst.remove();
            }
        }
        if (!old.isEmpty()) {
            long[] ids = new long[old.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = old.get(i);
            }
            executors.sendAllLazily(new DriverMessage.RemovePlans(ids));
        }
    }
}

package dev.millrace.scheduler;

import dev.millrace.error.MillraceException;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plans that were made, by what they depend on, so that a stage that comes again is not shipped again. A plan that an
 * attempt of a job has bound stays, here and at the executors, until it is released; of the others, those that were used
 * last stay. Thread-safe.
 */
final class PlanCache {
    static final int LIMIT = 256;

    /** So many plans an executor that joins gets before its first task. */
    private static final int LATEST = 64;

    /** A plan as the driver keeps it. */
    static final class Plan {
        private final long id;
        private final byte[] bytes;
        private final Set<String> installed = new HashSet<>();
        private int users; // guarded by the cache

        Plan(long id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        long id() {
            return id;
        }

        private void sendTo(ExecutorHandle executor) {
            synchronized (installed) {
                if (!installed.contains(executor.name())) {
                    executor.send(new DriverMessage.InstallPlan(id, bytes)); // may be refused as too large
                    installed.add(executor.name());
                }
            }
        }

        private void lost(String executor) {
            synchronized (installed) {
                installed.remove(executor);
            }
        }
    }

    /**
     * A plan, and what its tasks read in this batch, in the order of the plan's lists.
     *
     * @param rddIds current ids of kept data sets
     * @param shuffles current shuffles
     * @param argument what differs from run to run at the end of the stage; see {@link StageRun#argument}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bound(
            Plan plan,
            long[] rddIds,
            List<ShuffleDependency<?, ?, ?>> shuffles,
            @Nullable Object argument) {}

    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(64, 0.75f, true);
    private long nextId;

    /** The plan for a stage, made if there is none; to be {@link #release released}. */
    Bound bind(RDD<?> root, @Nullable ShuffleDependency<?, ?, ?> shuffle, @Nullable Action<?, ?> action) {
        Walk walk = new Walk();
        walk.visit(root);
        Object argument = null;
        if (shuffle != null) {
            shuffle.describe(walk.key);
            argument = shuffle.argument();
        } else if (action != null) {
            action.key(walk.key);
            argument = action.argument();
        }
        long[] rddIds = new long[walk.rddIds.size()];
        for (int i = 0; i < rddIds.length; i++) {
            rddIds[i] = walk.rddIds.get(i);
        }
        Plan plan = use(walk.key, null);
        if (plan == null) {
            int[] shuffleIds = new int[walk.shuffles.size()];
            for (int i = 0; i < shuffleIds.length; i++) {
                shuffleIds[i] = walk.shuffles.get(i).shuffleId();
            }
            plan = use(walk.key, JavaSerialization.serialize(new StagePlan(root, shuffle, action, rddIds, shuffleIds)));
        }
        return new Bound(Objects.requireNonNull(plan), rddIds, walk.shuffles, argument);
    }

    /** The plan that is there, else one of {@code bytes} if they are given: another thread may have made it meanwhile. */
    private synchronized @Nullable Plan use(PlanKey key, byte @Nullable [] bytes) {
        Plan plan = plans.get(key);
        if (plan == null && bytes != null) {
            plan = new Plan(nextId++, bytes);
            plans.put(key, plan);
        }
        if (plan != null) {
            plan.users++;
        }
        return plan;
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

    /** Sends a plan that is bound to an executor, if that does not have it. */
    void install(Plan plan, ExecutorHandle executor) {
        plan.sendTo(executor);
    }

    /** Sends the plans that were used last to an executor; whether there are any. */
    boolean installLatest(ExecutorHandle executor) {
        List<Plan> latest;
        synchronized (this) {
            List<Plan> all = List.copyOf(plans.values());
            latest = all.subList(Math.max(0, all.size() - LATEST), all.size());
        }
        for (Plan plan : latest) {
            try {
                plan.sendTo(executor);
            } catch (MillraceException e) {
                // too large; the job that uses it says so
            }
        }
        return !latest.isEmpty();
    }

    /** Ends the use of plans that were bound, and makes room if there are too many. */
    void release(List<Bound> ended, ExecutorPool executors) {
        List<Long> old = new ArrayList<>();
        synchronized (this) {
            ended.forEach(bound -> bound.plan().users--);
            int surplus = plans.size() - LIMIT;
            Iterator<Plan> oldestFirst = plans.values().iterator();
            while (surplus > 0 && oldestFirst.hasNext()) {
                Plan plan = oldestFirst.next();
                if (plan.users == 0) {
                    old.add(plan.id());
                    oldestFirst.remove();
                    surplus--;
                }
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

    /** Forgets that an executor had plans. */
    synchronized void lost(String executor) {
        plans.values().forEach(plan -> plan.lost(executor));
    }
}

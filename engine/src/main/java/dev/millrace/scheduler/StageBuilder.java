package dev.millrace.scheduler;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.Dependency;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.NarrowDependency;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.shuffle.ShuffleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the lineage of a job into stages at the shuffles, leaves out what is kept or computed already or not asked for, and places the
 * tasks: where their data is, else partition {@code p} always at the same executor, so that it finds what it kept there. What
 * earlier batches left moves to executors that have joined ({@link Balance}). Used once, for one attempt.
 */
final class StageBuilder {
    private final PlanCache plans;
    private final ShuffleOutputs shuffles;
    private final BlockLocations blocks;
    private final List<ExecutorHandle> executors;
    private final ExecutorPool pool;
    private final List<String> names = new ArrayList<>();
    private @Nullable MillraceContext context;
    private final Map<String, Integer> positions = new HashMap<>();
    private final int[] load;
    private final int[] allowance;

    /** Positions of executors that have no allowance. */
    private final int[] seasoned;

    private final List<Stage> stages = new ArrayList<>();
    private final List<PlanCache.Bound> bound = new ArrayList<>();
    private final Map<Integer, Stage> byShuffle = new HashMap<>();
    private final Map<Integer, ShuffleOutputs.Output> available = new HashMap<>();
    private final IdentityHashMap<RDD<?>, Boolean> kept = new IdentityHashMap<>();

    /** @param executors those that get tasks; the others of the scheduler's may still lend what they keep */
    StageBuilder(DagScheduler scheduler, List<ExecutorHandle> executors) {
        this.plans = scheduler.plans();
        this.shuffles = scheduler.shuffles();
        this.blocks = scheduler.blocks();
        this.pool = scheduler.executors();
        this.executors = executors;
        this.load = new int[executors.size()];
        this.allowance = executors.stream()
                .mapToInt(executor -> pool.allowance(executor.name()))
                .toArray();
        this.seasoned = IntStream.range(0, allowance.length)
                .filter(position -> allowance[position] == Integer.MAX_VALUE)
                .toArray();
        for (int i = 0; i < executors.size(); i++) {
            positions.put(executors.get(i).name(), i);
            names.add(executors.get(i).name());
        }
    }

    /** The executors in the order in which the attempt numbers them: first those with tasks, then those that only lend. */
    List<String> names() {
        return names;
    }

    /** The stages of a job, parents first; the last one runs the action on {@code partitions}. */
    List<Stage> build(RDD<?> root, Action<?, ?> action, int[] partitions) {
        addParents(root, shufflesOf(root, partitions), new IdentityHashMap<>());
        Stage last = new Stage(stages.size(), root, null, null, bind(root, null, action));
        stages.add(last);
        for (Stage stage : stages) {
            place(stage, stage == last ? partitions : all(stage.root()));
        }
        route();
        return stages;
    }

    private PlanCache.Bound bind(
            RDD<?> root, @Nullable ShuffleDependency<?, ?, ?> shuffle, @Nullable Action<?, ?> action) {
        PlanCache.Bound plan = plans.bind(root, shuffle, action);
        bound.add(plan);
        return plan;
    }

    /** The plans that the attempt uses, as far as it was built; to be released at its end. */
    List<PlanCache.Bound> bound() {
        return bound;
    }

    /** Shuffles that an earlier job computed and this one reads. */
    ShuffleOutputs.@Nullable Output available(int shuffleId) {
        return available.get(shuffleId);
    }

    /** The key under which this attempt reads a shuffle; null when nothing reads it. */
    @Nullable
    ShuffleKey key(int shuffleId) {
        ShuffleOutputs.Output output = available.get(shuffleId);
        if (output != null) {
            return output.key();
        }
        Stage stage = byShuffle.get(shuffleId);
        return stage == null ? null : stage.output();
    }

    /** Number of sending tasks of a shuffle that {@link #key} knows. */
    int senders(int shuffleId) {
        ShuffleOutputs.Output output = available.get(shuffleId);
        if (output != null) {
            return output.senders();
        }
        Stage stage = byShuffle.get(shuffleId);
        return stage == null ? 0 : stage.tasks().size();
    }

    private boolean isKept(RDD<?> rdd) {
        return rdd.getStorageLevel().isValid() && kept.computeIfAbsent(rdd, blocks::hasAll);
    }

    /** Which shuffles the last stage reads: those of its partitions if it has not all of them, else any. */
    private Predicate<ShuffleDependency<?, ?, ?>> shufflesOf(RDD<?> root, int[] partitions) {
        if (partitions.length == root.getNumPartitions()) {
            return any -> true;
        }
        Set<Stage.Read> reads = new LinkedHashSet<>();
        for (int partition : partitions) {
            collectReads(root, partition, reads);
        }
        Set<ShuffleDependency<?, ?, ?>> read = new HashSet<>();
        reads.forEach(each -> read.add(each.shuffle()));
        return read::contains;
    }

    private void addParents(
            RDD<?> rdd, Predicate<ShuffleDependency<?, ?, ?>> wanted, IdentityHashMap<RDD<?>, Boolean> seen) {
        if (seen.putIfAbsent(rdd, true) != null) {
            return;
        }
        requireSameContext(rdd);
        if (isKept(rdd)) {
            return;
        }
        blocks.carry(carried(rdd));
        for (Dependency<?> dependency : rdd.dependencies()) {
            if (dependency instanceof NarrowDependency<?> narrow) {
                addParents(narrow.rdd(), wanted, seen);
            } else if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle && wanted.test(shuffle)) {
                addShuffle(shuffle);
            }
        }
    }

    /** What goes from batch to batch: a version, the one before, and what else that is kept it is made of; nothing for other data sets. */
    private static List<Long> carried(RDD<?> rdd) {
        if (!rdd.getStorageLevel().isValid() || !rdd.isCarried()) {
            return List.of();
        }
        List<Long> ids = new ArrayList<>();
        rdd.keptReads().forEach(read -> ids.add(read.id()));
        for (Dependency<?> dependency : rdd.dependencies()) {
            if (dependency.rdd().getStorageLevel().isValid()) {
                ids.add(dependency.rdd().id());
            }
        }
        return ids;
    }

    private void requireSameContext(RDD<?> rdd) {
        MillraceContext first = context == null ? rdd.context() : context;
        context = first;
        if (rdd.context() != first) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    rdd + " belongs to another MillraceContext ("
                            + rdd.context().appName() + ") than the job that reads it ("
                            + first.appName() + "): expected data sets of one context; collect it there and parallelize"
                            + " it here");
        }
    }

    private void addShuffle(ShuffleDependency<?, ?, ?> shuffle) {
        int id = shuffle.shuffleId();
        if (byShuffle.containsKey(id) || available.containsKey(id)) {
            return;
        }
        ShuffleOutputs.Output output = shuffles.find(id, positions.keySet());
        if (output != null) {
            available.put(id, output);
            return;
        }
        addParents(shuffle.rdd(), any -> true, new IdentityHashMap<>());
        Stage stage =
                new Stage(stages.size(), shuffle.rdd(), shuffle, shuffles.next(id), bind(shuffle.rdd(), shuffle, null));
        stages.add(stage);
        byShuffle.put(id, stage);
    }

    private static int[] all(RDD<?> rdd) {
        int[] partitions = new int[rdd.getNumPartitions()];
        for (int partition = 0; partition < partitions.length; partition++) {
            partitions[partition] = partition;
        }
        return partitions;
    }

    private void place(Stage stage, int[] partitions) {
        int[] chosen = new int[partitions.length];
        boolean[] movable = new boolean[partitions.length];
        int[] given = new int[executors.size()];
        for (int i = 0; i < partitions.length; i++) {
            Preference preference = preferred(stage.root(), partitions[i]);
            chosen[i] = choose(preference.executors(), partitions[i], given);
            movable[i] = preference.isOfVersionBefore();
            load[chosen[i]]++;
            given[chosen[i]]++;
        }
        if (partitions.length == stage.root().getNumPartitions()) {
            Balance.give(chosen, movable, executors.size()).forEach((i, to) -> {
                load[chosen[i]]--;
                load[to]++;
                chosen[i] = to;
            });
        }
        for (int i = 0; i < partitions.length; i++) {
            place(stage, partitions[i], chosen[i]);
        }
    }

    private void place(Stage stage, int partition, int executor) {
        Partition split = stage.root().partitions()[partition];
        Set<Stage.Read> reads = new LinkedHashSet<>();
        collectReads(stage.root(), partition, reads);
        List<StageRun.RemoteBlock> remote = new ArrayList<>();
        if (executors.size() > 1 || pool.isAnyLeaving()) {
            collectRemote(stage.root(), partition, executors.get(executor).name(), remote);
        }
        stage.add(new Stage.Placed(partition, split, List.copyOf(reads), remote, executors.get(executor)));
    }

    private int choose(List<String> preferred, int partition, int[] given) {
        int best = -1;
        for (String name : preferred) {
            Integer position = positions.get(name);
            if (position != null && (best < 0 || load[position] < load[best])) {
                best = position;
            }
        }
        if (best >= 0) {
            return best;
        }
        int usual = sticky(partition);
        return given[usual] < allowance[usual] || seasoned.length == 0 ? usual : seasoned[partition % seasoned.length];
    }

    private int sticky(int partition) {
        return partition % executors.size();
    }

    private void collectReads(RDD<?> rdd, int partition, Set<Stage.Read> reads) {
        if (isKept(rdd)) {
            return;
        }
        for (Dependency<?> dependency : rdd.dependencies()) {
            if (dependency instanceof NarrowDependency<?> narrow) {
                for (int parent : narrow.parents(partition)) {
                    collectReads(narrow.rdd(), parent, reads);
                }
            } else if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
                reads.add(new Stage.Read(shuffle, partition));
            }
        }
    }

    /** The blocks that a task at an executor reads, as far as they are at others only. */
    private void collectRemote(RDD<?> rdd, int partition, String at, List<StageRun.RemoteBlock> remote) {
        boolean kept = false;
        for (RDD<?> read : rdd.keptReads()) {
            BlockId block = new BlockId.OfRDD(read.id(), partition);
            kept |= addRemote(block, at, remote) && read == rdd;
        }
        if (kept) {
            return;
        }
        for (BlockId block : rdd.receivedReads(rdd.partitions()[partition])) {
            addRemote(block, at, remote);
        }
        for (Dependency<?> dependency : rdd.dependencies()) {
            if (dependency instanceof NarrowDependency<?> narrow) {
                for (int parent : narrow.parents(partition)) {
                    collectRemote(narrow.rdd(), parent, at, remote);
                }
            }
        }
    }

    /** Whether the block is kept anywhere. */
    private boolean addRemote(BlockId block, String at, List<StageRun.RemoteBlock> remote) {
        List<String> holders = blocks.of(block);
        if (!holders.contains(at)) {
            for (String holder : holders) {
                Integer position = positions.get(holder);
                if (position != null) {
                    remote.add(new StageRun.RemoteBlock(block, position, null));
                    return true;
                }
            }
            for (String holder : holders) {
                if (pool.isAlive(holder)) {
                    StorageLevel keep = block instanceof BlockId.OfRDD ? blocks.level(block) : null;
                    remote.add(new StageRun.RemoteBlock(block, lender(holder), keep));
                    return true;
                }
            }
        }
        return !holders.isEmpty();
    }

    /** Number of an executor that leaves and gets no tasks. */
    private int lender(String name) {
        int position = names.indexOf(name);
        if (position < 0) {
            position = names.size();
            names.add(name);
        }
        return position;
    }

    /**
     * Executors where a partition is cheap to compute; none when all are alike.
     *
     * @param isOfVersionBefore whether what they keep is the version of the batch before (of a state, of a window): where the next
     *     one is made it is kept, so that one fetch moves it for good
     */
    private record Preference(List<String> executors, boolean isOfVersionBefore) {
        private static final Preference NONE = new Preference(List.of(), false);

        private static Preference of(List<String> executors) {
            return executors.isEmpty() ? NONE : new Preference(executors, false);
        }
    }

    /** Where a partition is kept, or what it is made of. */
    private Preference preferred(RDD<?> rdd, int partition) {
        boolean isKept = rdd.getStorageLevel().isValid();
        if (isKept) {
            List<String> holders = blocks.of(new BlockId.OfRDD(rdd.id(), partition));
            if (!holders.isEmpty()) {
                return Preference.of(holders);
            }
        }
        for (RDD<?> other : rdd.keptReads()) {
            List<String> holders = blocks.of(new BlockId.OfRDD(other.id(), partition));
            if (!holders.isEmpty()) {
                return new Preference(holders, isKept);
            }
        }
        List<String> own = rdd.preferredLocations(rdd.partitions()[partition]);
        if (!own.isEmpty()) {
            return Preference.of(own);
        }
        for (Dependency<?> dependency : rdd.dependencies()) {
            if (dependency instanceof NarrowDependency<?> narrow) {
                for (int parent : narrow.parents(partition)) {
                    Preference found = preferred(narrow.rdd(), parent);
                    if (!found.executors().isEmpty()) {
                        return found;
                    }
                }
            } else if (dependency instanceof ShuffleDependency<?, ?, ?> shuffle) {
                ShuffleOutputs.Output output = available.get(shuffle.shuffleId());
                if (output != null) {
                    return Preference.of(List.copyOf(shuffles.holders(output, partition)));
                }
            }
        }
        return Preference.NONE;
    }

    /** Tells the sending stages where their partitions are read, and has what is elsewhere already sent on. */
    private void route() {
        Map<Integer, List<Set<Integer>>> readers = new HashMap<>();
        for (Stage stage : stages) {
            for (Stage.Placed task : stage.tasks()) {
                for (Stage.Read read : task.reads) {
                    ShuffleOutputs.Output output = available.get(read.shuffle().shuffleId());
                    if (output != null) {
                        bring(output, read.partition(), task.executor.name());
                    } else {
                        readers(readers, read.shuffle()).get(read.partition()).add(position(task.executor));
                    }
                }
            }
        }
        byShuffle.forEach((id, stage) -> {
            ShuffleDependency<?, ?, ?> shuffle = stage.shuffle();
            if (shuffle == null) {
                return;
            }
            List<Set<Integer>> wanted = readers(readers, shuffle);
            int[][] targets = new int[wanted.size()][];
            for (int partition = 0; partition < targets.length; partition++) {
                Set<Integer> at = wanted.get(partition);
                if (at.isEmpty()) {
                    at.add(sticky(partition)); // a later job may read it
                }
                targets[partition] = at.stream().mapToInt(Integer::intValue).toArray();
            }
            stage.sendTo(targets);
        });
    }

    private int position(ExecutorHandle executor) {
        return java.util.Objects.requireNonNull(positions.get(executor.name()));
    }

    private static List<Set<Integer>> readers(
            Map<Integer, List<Set<Integer>>> readers, ShuffleDependency<?, ?, ?> shuffle) {
        return readers.computeIfAbsent(shuffle.shuffleId(), id -> {
            List<Set<Integer>> partitions = new ArrayList<>();
            for (int i = 0; i < shuffle.partitioner().numPartitions(); i++) {
                partitions.add(new TreeSet<>());
            }
            return partitions;
        });
    }

    private void bring(ShuffleOutputs.Output output, int partition, String to) {
        Set<String> holders = shuffles.holders(output, partition);
        if (holders.contains(to)) {
            return;
        }
        for (String holder : holders) {
            Integer position = positions.get(holder);
            if (position != null) {
                executors
                        .get(position)
                        .send(new DriverMessage.ForwardShuffle(output.key(), output.senders(), partition, to));
                shuffles.addHolder(output, partition, to);
                return;
            }
        }
    }
}

package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.Dependency;
import dev.millrace.rdd.JobDescription;
import dev.millrace.rdd.JobListener;
import dev.millrace.rdd.JobResultHandler;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import dev.millrace.shuffle.ShuffleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job, on the thread that asked for it: plans its stages, sends all of them to the executors at once, and takes in
 * what they report. A task that fails runs again on its executor. When an executor is lost, the partitions whose results
 * are not here yet are planned again with what is left: lineage says how.
 */
final class JobExecution<T, R> {
    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    private final DagScheduler scheduler;
    private final long id;
    private final RDD<T> rdd;
    private final Action<T, R> action;
    private final int[] partitions;
    private final JobResultHandler<R> handler;
    private final JobDescription description;
    private final LinkedBlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
    private final boolean[] finished;
    /** Partitions of shuffles whose tasks have been counted, as they run again when the job is planned again. */
    private final Map<Integer, BitSet> counted = new HashMap<>();

    private int unfinished;

    JobExecution(
            DagScheduler scheduler,
            long id,
            RDD<T> rdd,
            Action<T, R> action,
            int[] partitions,
            JobResultHandler<R> handler,
            JobDescription description) {
        this.scheduler = scheduler;
        this.id = id;
        this.rdd = rdd;
        this.action = action;
        this.partitions = partitions;
        this.handler = handler;
        this.description = description;
        this.finished = new boolean[partitions.length];
        this.unfinished = partitions.length;
    }

    private boolean hasEvent() {
        return !events.isEmpty();
    }

    void post(JobEvent event) {
        events.add(event);
    }

    /** Something that the plan counted on is gone. */
    private static final class PlanIsOld extends Exception {
        private static final long serialVersionUID = 1L;

        PlanIsOld(String reason) {
            super(reason);
        }
    }

    void run() throws Exception {
        int limit = scheduler.conf().get(MillraceConfig.JOB_MAX_ATTEMPTS);
        for (int attempt = 0; ; attempt++) {
            JobAttempt job = new JobAttempt(id, attempt);
            try {
                attempt(job);
                return;
            } catch (PlanIsOld e) {
                scheduler.executors().sendAll(new DriverMessage.CancelJob(job));
                if (unfinished == 0) {
                    return; // lost is no more than what a task behind the results would have said
                }
                if (attempt + 1 >= limit) {
                    throw new MillraceException(
                            ErrorCode.NO_EXECUTORS,
                            where() + "given up after " + limit
                                    + " attempts, each ended because an executor was lost or had to make"
                                    + " room; the last: " + e.getMessage()
                                    + "; look at the executors' logs and memory, or raise "
                                    + MillraceConfig.JOB_MAX_ATTEMPTS.key(),
                            e);
                }
                LOG.warn("job is planned again: job={} attempt={} reason={}", id, attempt + 1, e.getMessage());
                planAgain(rdd, new IdentityHashMap<>());
            } catch (Exception e) {
                scheduler.executors().sendAll(new DriverMessage.CancelJob(job));
                throw e;
            }
        }
    }

    private static void planAgain(RDD<?> rdd, IdentityHashMap<RDD<?>, Boolean> seen) {
        if (seen.putIfAbsent(rdd, true) == null) {
            List<? extends Dependency<?>> before = rdd.dependencies();
            rdd.planAgain();
            before.forEach(dependency -> planAgain(dependency.rdd(), seen));
            rdd.dependencies().forEach(dependency -> planAgain(dependency.rdd(), seen));
        }
    }

    private void attempt(JobAttempt job) throws Exception {
        long planned = System.nanoTime();
        scheduler.waiting().until(() -> !scheduler.executors().available().isEmpty());
        List<ExecutorHandle> executors = scheduler.executors().await(1);
        int[] wanted = new int[unfinished];
        int next = 0;
        for (int i = 0; i < partitions.length; i++) {
            if (!finished[i]) {
                wanted[next++] = partitions[i];
            }
        }
        StageBuilder builder = new StageBuilder(scheduler, executors);
        try {
            List<Stage> stages = builder.build(rdd, action, wanted);
            scheduler.departures().borrows(id, builder.names());
            attempt(job, executors, builder, stages, planned);
        } finally {
            scheduler.plans().release(builder.bound(), scheduler.executors());
        }
    }

    private void attempt(
            JobAttempt job, List<ExecutorHandle> executors, StageBuilder builder, List<Stage> stages, long planned)
            throws Exception {
        List<String> names = List.copyOf(builder.names());
        for (ExecutorHandle executor : executors) {
            List<StageRun> runs = new ArrayList<>();
            for (Stage stage : stages) {
                List<Stage.Placed> here = new ArrayList<>();
                for (Stage.Placed task : stage.tasks()) {
                    if (task.executor == executor) {
                        here.add(task);
                    }
                }
                if (!here.isEmpty()) {
                    scheduler.plans().install(stage.plan().plan(), executor);
                    runs.add(runOf(stage, here, builder));
                }
            }
            if (!runs.isEmpty()) {
                executor.send(new DriverMessage.RunTasks(job, description.batchTime(), names, runs));
            }
        }
        for (String name : names) {
            if (!scheduler.executors().isAlive(name)) {
                throw new PlanIsOld(name + " was lost");
            }
        }
        new Attempt(job, stages, builder, names, planned).take();
    }

    private static StageRun runOf(Stage stage, List<Stage.Placed> tasks, StageBuilder builder) {
        List<ShuffleDependency<?, ?, ?>> shuffles = stage.plan().shuffles();
        @Nullable ShuffleKey[] inputs = new @Nullable ShuffleKey[shuffles.size()];
        int[] senders = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = builder.key(shuffles.get(i).shuffleId());
            senders[i] = builder.senders(shuffles.get(i).shuffleId());
        }
        StageRun.Task[] specs = new StageRun.Task[tasks.size()];
        for (int i = 0; i < specs.length; i++) {
            Stage.Placed task = tasks.get(i);
            int[] reads = new int[task.reads.size() * 2];
            int at = 0;
            for (Stage.Read read : task.reads) {
                reads[at++] = shuffles.indexOf(read.shuffle());
                reads[at++] = read.partition();
            }
            specs[i] = new StageRun.Task(task.partition, task.attempt, task.split, reads, task.remote);
        }
        return new StageRun(
                stage.position(),
                stage.plan().plan().id(),
                stage.plan().rddIds(),
                inputs,
                senders,
                stage.plan().argument(),
                stage.output(),
                stage.tasks().size(),
                stage.targets(),
                specs);
    }

    /** Takes in what the tasks of one attempt report. */
    private final class Attempt {
        private final JobAttempt job;
        private final List<Stage> stages;
        private final StageBuilder builder;
        private final List<String> names;
        private final long planned;
        private final long start = System.nanoTime();

        Attempt(JobAttempt job, List<Stage> stages, StageBuilder builder, List<String> names, long planned) {
            this.job = job;
            this.stages = stages;
            this.builder = builder;
            this.names = names;
            this.planned = planned;
        }

        void take() throws Exception {
            completeEmpty();
            while (!isOver()) {
                scheduler.waiting().until(JobExecution.this::hasEvent);
                JobEvent event = events.take();
                if (event instanceof JobEvent.Cancelled cancelled) {
                    throw new MillraceException(cancelled.code(), where() + cancelled.reason());
                } else if (event instanceof JobEvent.ExecutorLost lost) {
                    if (names.contains(lost.executor())) {
                        throw new PlanIsOld(lost.executor() + " was lost: " + lost.reason());
                    }
                } else if (event instanceof JobEvent.LinkLost lost) {
                    // One executor that is lost breaks the links of all others: one new plan is the answer to those.
                    if (lost.nanos() - planned > 0 && names.contains(lost.to())) {
                        scheduler.shuffles().lost(lost.to()); // one that was completed since the driver heard of it
                        throw new PlanIsOld("the connection from " + lost.from() + " to " + lost.to() + " was lost");
                    }
                } else if (event instanceof JobEvent.FromTask fromTask
                        && fromTask.job().equals(job)) {
                    take(fromTask);
                }
            }
        }

        /** A stage without tasks sends nothing, and is complete at once. */
        private void completeEmpty() {
            for (Stage stage : stages) {
                if (stage.tasks().isEmpty()) {
                    completed(stage);
                }
            }
        }

        /**
         * Whether all results are here, and all reports of the tasks behind them: records go from executor to executor, so
         * that a result can be here before a task that sent records to it has said so, and what it added to accumulators.
         */
        private boolean isOver() {
            if (unfinished > 0) {
                return false;
            }
            if (stages.stream().allMatch(Stage::isComplete)) {
                return true;
            }
            Set<Integer> read = new HashSet<>();
            for (int i = stages.size() - 1; i >= 0; i--) { // readers come after what they read
                Stage stage = stages.get(i);
                ShuffleDependency<?, ?, ?> shuffle = stage.shuffle();
                if (shuffle == null || read.contains(shuffle.shuffleId())) {
                    if (!stage.isComplete()) {
                        return false;
                    }
                    stage.tasks()
                            .forEach(task -> task.reads.forEach(
                                    each -> read.add(each.shuffle().shuffleId())));
                }
            }
            return true;
        }

        private void take(JobEvent.FromTask event) throws Exception {
            if (event.message() instanceof ExecutorMessage.TaskSucceeded success) {
                succeeded(event.executor(), success);
            } else if (event.message() instanceof ExecutorMessage.TaskFailed failure) {
                failed(event.executor(), failure);
            } else if (event.message() instanceof ExecutorMessage.InputMissing missing) {
                scheduler.forgetInputs(stages.get(missing.stage()));
                throw new PlanIsOld("an input of stage " + missing.stage() + ", partition " + missing.partition()
                        + " is not at " + event.executor() + " any more");
            }
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // a result is null only where the action makes it so
        private void succeeded(String executor, ExecutorMessage.TaskSucceeded success) throws Exception {
            Stage stage = stages.get(success.stage());
            Stage.Placed task = stage.task(success.partition());
            if (!stage.done(task)) {
                return;
            }
            scheduler.executors().taskDone(executor);
            if (isFirst(stage, task)) {
                scheduler.context().merge(success.accumulators());
            }
            scheduler.tell(listener -> listener.onTaskEnded(new JobListener.TaskEnded(
                    description.batchTime(),
                    success.stage(),
                    success.partition(),
                    task.attempt,
                    executor,
                    success.runNanos(),
                    null)));
            if (stage.shuffle() == null) {
                int position = positionOf(success.partition());
                finished[position] = true;
                unfinished--;
                handler.accept(position, (R) success.result());
            }
            if (stage.isComplete()) {
                completed(stage);
            }
        }

        private boolean isFirst(Stage stage, Stage.Placed task) {
            ShuffleDependency<?, ?, ?> shuffle = stage.shuffle();
            if (shuffle == null) {
                return true; // what has a result is not planned again
            }
            BitSet before = counted.computeIfAbsent(shuffle.shuffleId(), id -> new BitSet());
            if (before.get(task.partition)) {
                return false;
            }
            before.set(task.partition);
            return true;
        }

        private int positionOf(int partition) {
            int position = Arrays.binarySearch(partitions, partition);
            if (position < 0) {
                throw new IllegalStateException("partition " + partition + " was not asked for");
            }
            return position;
        }

        private void completed(Stage stage) {
            ShuffleKey output = stage.output();
            if (output != null) {
                List<Set<String>> holders = new ArrayList<>();
                for (int[] targets : stage.targets()) {
                    Set<String> at = new LinkedHashSet<>();
                    for (int target : targets) {
                        at.add(names.get(target));
                    }
                    holders.add(at);
                }
                Set<String> from = new HashSet<>();
                stage.tasks().forEach(task -> from.add(task.executor.name()));
                scheduler.shuffles().completed(output, stage.tasks().size(), from, holders);
            }
            scheduler.tell(listener -> listener.onStageCompleted(new JobListener.StageCompleted(
                    description.batchTime(),
                    stage.position(),
                    stage.root().name(),
                    stage.tasks().size(),
                    System.nanoTime() - start)));
        }

        private void failed(String executor, ExecutorMessage.TaskFailed failure) throws Exception {
            Stage stage = stages.get(failure.stage());
            Stage.Placed task = stage.task(failure.partition());
            if (task.done) {
                return;
            }
            scheduler.tell(listener -> listener.onTaskEnded(new JobListener.TaskEnded(
                    description.batchTime(),
                    failure.stage(),
                    failure.partition(),
                    task.attempt,
                    executor,
                    failure.runNanos(),
                    failure.failure())));
            task.attempt++;
            int limit = scheduler.conf().get(MillraceConfig.TASK_MAX_FAILURES);
            if (task.attempt >= limit || isPermanent(failure.failure())) {
                throw givenUp(stage, failure);
            }
            LOG.warn(
                    "task failed and runs again: {}stage={} partition={} attempt={} executor={} failure={}",
                    where(),
                    failure.stage(),
                    failure.partition(),
                    task.attempt,
                    executor,
                    failure.failure().toString());
            LOG.debug("stack trace of the failure", failure.failure());
            StageRun again = runOf(stage, List.of(task), builder);
            task.executor.send(new DriverMessage.RunTasks(job, description.batchTime(), names, List.of(again)));
        }

        /** Whether another try would end the same way: what cannot be written or read once never can. */
        private static boolean isPermanent(Throwable failure) {
            return failure instanceof MillraceException known && known.code() == ErrorCode.NOT_SERIALIZABLE;
        }

        private MillraceException givenUp(Stage stage, ExecutorMessage.TaskFailed failure) {
            Throwable cause = failure.failure();
            boolean known = cause instanceof MillraceException;
            ErrorCode code = cause instanceof MillraceException user ? user.code() : ErrorCode.TASK_FAILED;
            Stage.Placed task = stage.task(failure.partition());
            String reason = known ? String.valueOf(cause.getMessage()) : cause.toString();
            return new MillraceException(
                    code,
                    where() + "stage " + failure.stage() + " (" + stage.description() + "), partition "
                            + failure.partition()
                            + (isPermanent(cause)
                                    ? " failed and is not tried again: "
                                    : " failed " + task.attempt + (task.attempt == 1 ? " time" : " times")
                                            + "; the last failure: ")
                            + reason,
                    cause);
        }
    }

    private String where() {
        Map<String, String> parts = new LinkedHashMap<>();
        description
                .batchTime()
                .ifPresent(time -> parts.put("batch", time + " ms (" + Instant.ofEpochMilli(time) + ")"));
        description.outputOperation().ifPresent(output -> parts.put("output", String.valueOf(output)));
        StringBuilder text = new StringBuilder();
        parts.forEach((key, value) -> text.append(key).append(' ').append(value).append(", "));
        return text.toString();
    }
}

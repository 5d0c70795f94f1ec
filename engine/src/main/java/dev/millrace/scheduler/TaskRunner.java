package dev.millrace.scheduler;

import dev.millrace.execution.Chunk;
import dev.millrace.rdd.Action;
import dev.millrace.rdd.MissingBlockException;
import dev.millrace.rdd.PartitionReader;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import dev.millrace.rdd.TaskContext;
import dev.millrace.serializer.ObjectCodec;
import dev.millrace.shuffle.ShuffleKey;
import dev.millrace.storage.ChunkCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker thread of an executor: takes tasks that can run, one after the other. */
final class TaskRunner implements Runnable {
    private final Executor executor;
    private final int worker;
    private final ChunkCodec chunks;

    TaskRunner(Executor executor, int worker) {
        this.executor = executor;
        this.worker = worker;
        this.chunks = new ChunkCodec(new ObjectCodec(executor.settings().loader()));
    }

    @Override
    public void run() {
        while (!executor.isClosed()) {
            try {
                runNext();
            } catch (InterruptedException e) {
                // closed, or an interruption that came late
            }
        }
    }

    /** Waits for a task that can run, and runs it. */
    void runNext() throws InterruptedException {
        TaskRun run = executor.next();
        if (run.begin()) {
            ExecutorMessage outcome = execute(run);
            if (run.end()) {
                report(run, outcome);
            }
        }
        executor.ended(run);
    }

    ClassLoader loader() {
        return executor.settings().loader();
    }

    /** An outcome that cannot be sent is a failure of the task, not of this thread. */
    private void report(TaskRun run, ExecutorMessage outcome) {
        try {
            executor.driver().send(outcome);
        } catch (RuntimeException | Error e) {
            executor.driver()
                    .send(new ExecutorMessage.TaskFailed(
                            run.tasks().job(), run.stage().stage(), run.task().partition(), e, 0));
        }
    }

    private ExecutorMessage execute(TaskRun run) {
        long start = System.nanoTime();
        JobAttempt job = run.tasks().job();
        int stage = run.stage().stage();
        int partition = run.task().partition();
        try {
            StagePlan plan = executor.plan(run.stage().planId()).copy(worker);
            TaskExecution services = new TaskExecution(executor, run, plan, chunks);
            TaskContext context = new TaskContext(
                    services,
                    stage,
                    partition,
                    run.task().attempt(),
                    run.tasks().batchTime());
            @Nullable Object[] result = {null};
            context.run(() -> {
                result[0] = compute(plan, run, context);
                return true;
            });
            return new ExecutorMessage.TaskSucceeded(
                    job,
                    stage,
                    partition,
                    result[0],
                    Map.copyOf(context.accumulatorUpdates()),
                    System.nanoTime() - start);
        } catch (MissingBlockException e) {
            return new ExecutorMessage.InputMissing(job, stage, partition, e.block());
        } catch (InputMissingException e) {
            return new ExecutorMessage.InputMissing(job, stage, partition, null);
        } catch (Throwable e) { // an error in one task must not end the thread for all others
            return new ExecutorMessage.TaskFailed(job, stage, partition, e, System.nanoTime() - start);
        }
    }

    private @Nullable Object compute(StagePlan plan, TaskRun run, TaskContext context) throws Exception {
        Action<?, ?> action = plan.action();
        if (action != null) {
            return act(plan.root(), action, run, context);
        }
        ShuffleDependency<?, ?, ?> shuffle = plan.shuffle();
        ShuffleKey output = run.stage().output();
        if (shuffle == null || output == null) {
            throw new IllegalStateException("plan " + run.stage().planId() + " has neither action nor shuffle");
        }
        send(output, run, write(plan.root(), shuffle, run, context));
        return null;
    }

    @SuppressWarnings("unchecked")
    private static <T> Object act(RDD<T> root, Action<?, ?> action, TaskRun run, TaskContext context) throws Exception {
        PartitionReader<T> reader = new PartitionReader<>(root, run.task().split(), context);
        return ((Action<T, ?>) action).run(reader, context);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Chunk[] write(
            RDD<?> root, ShuffleDependency<K, V, ?> shuffle, TaskRun run, TaskContext context) throws Exception {
        ShuffleDependency.Writer<K, V> writer = shuffle.openWriter(
                context.services().chain(), context.services().argument());
        RDD<dev.millrace.function.Tuple2<K, V>> pairs = (RDD<dev.millrace.function.Tuple2<K, V>>) root;
        new PartitionReader<>(pairs, run.task().split(), context).drainTo(writer.sink());
        return writer.chunks().get();
    }

    /** Hands each chunk to the executors that wait for it: by reference here, as bytes elsewhere. */
    private void send(ShuffleKey output, TaskRun run, Chunk[] parts) throws InterruptedException {
        List<String> names = run.tasks().executors();
        int[][] targets = run.stage().targets();
        int senders = run.stage().taskCount();
        int sender = run.task().partition();
        byte[][] encoded = new byte[parts.length][];
        for (int executorIndex = 0; executorIndex < names.size(); executorIndex++) {
            boolean here = names.get(executorIndex).equals(executor.name());
            List<Integer> wanted = new ArrayList<>();
            for (int partition = 0; partition < parts.length; partition++) {
                if (!contains(targets[partition], executorIndex)) {
                    continue;
                }
                if (here) {
                    executor.inbox().put(output, senders, sender, partition, parts[partition]);
                } else {
                    wanted.add(partition);
                    if (encoded[partition] == null) {
                        encoded[partition] = chunks.toBytes(parts[partition]);
                    }
                }
            }
            if (!wanted.isEmpty()) {
                int[] partitions = new int[wanted.size()];
                byte[][] data = new byte[partitions.length][];
                for (int i = 0; i < partitions.length; i++) {
                    partitions[i] = wanted.get(i);
                    data[i] = encoded[partitions[i]];
                }
                executor.peers()
                        .send(
                                names.get(executorIndex),
                                new PeerMessage.ShuffleData(output, senders, sender, partitions, data));
            }
        }
    }

    private static boolean contains(int[] values, int wanted) {
        for (int value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }
}

package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rpc.TestAuthority;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A driver and executors that are threads of this JVM but talk over sockets, as the processes of a job do. */
final class TestCluster implements AutoCloseable {
    private final Path folder;
    private final TestAuthority authority = new TestAuthority();
    private final Map<Integer, Thread> executors = new TreeMap<>();
    private final MillraceContext context;

    TestCluster(Path folder, int count) throws Exception {
        this.folder = folder;
        for (int ordinal = 0; ordinal < count; ordinal++) {
            start(ordinal);
        }
        this.context =
                new MillraceContext(conf("driver").set(MillraceConfig.EXECUTOR_INSTANCES, String.valueOf(count)));
    }

    MillraceContext context() {
        return context;
    }

    void start(int ordinal) throws Exception {
        MillraceConf conf = conf("executor-" + ordinal);
        Thread thread = new Thread(
                () -> {
                    try {
                        ExecutorRuntime.run(conf, ordinal, TestCluster.class.getClassLoader());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // it was stopped
                    }
                },
                "test-executor-" + ordinal);
        thread.start();
        executors.put(ordinal, thread);
    }

    /** Ends an executor without a word to the driver. */
    void stop(int ordinal) throws InterruptedException {
        Thread thread = executors.remove(ordinal);
        thread.interrupt();
        thread.join();
    }

    boolean isRunning(int ordinal) {
        Thread thread = executors.get(ordinal);
        return thread != null && thread.isAlive();
    }

    /** Waits for an executor to end by itself. */
    void awaitEnd(int ordinal) throws InterruptedException {
        executors.remove(ordinal).join();
    }

    MillraceConf conf(String role) throws Exception {
        return authority
                .conf(folder, role)
                .setMaster("cluster")
                .setAppName("test")
                .set(
                        MillraceConfig.DRIVER_ADDRESS_FILE,
                        folder.resolve("driver.address").toString())
                .set(MillraceConfig.EXECUTOR_CORES, "2")
                .set(MillraceConfig.LOCAL_DIR, folder.toString());
    }

    @Override
    public void close() {
        context.stop();
        try {
            for (Integer ordinal : Map.copyOf(executors).keySet()) {
                stop(ordinal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;

/** One executor in the driver's JVM: messages are method calls, and records go by reference. */
final class LocalCluster implements Cluster {
    private static final String NAME = "local";

    private final Executor executor;

    private LocalCluster(Executor executor) {
        this.executor = executor;
    }

    /** Starts an executor with {@code cores} threads and makes it known to the scheduler. */
    static LocalCluster start(MillraceConf conf, DagScheduler scheduler, int cores) {
        Handle handle = new Handle(cores);
        Executor executor = new Executor(
                NAME,
                Executor.Settings.of(conf, cores, ContextLoader.current()),
                message -> scheduler.handle(handle, message),
                PeerLinks.NONE);
        handle.executor = executor;
        LocalCluster cluster = new LocalCluster(executor);
        scheduler.runOn(cluster);
        scheduler.executorAdded(handle);
        return cluster;
    }

    private static final class Handle implements ExecutorHandle {
        private final int cores;
        private volatile @org.jspecify.annotations.Nullable Executor executor;

        Handle(int cores) {
            this.cores = cores;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public int cores() {
            return cores;
        }

        @Override
        public void send(DriverMessage message) {
            Executor target = executor;
            if (target != null) {
                target.handle(message);
            }
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}

package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;

/** Executors in processes of their own. */
final class RemoteCluster {
    static void start(MillraceConf conf, DagScheduler scheduler) {
        throw new IllegalStateException("cluster");
    }
}

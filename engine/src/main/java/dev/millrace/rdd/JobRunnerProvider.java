package dev.millrace.rdd;

import dev.millrace.conf.MillraceConf;

/** Makes the {@link JobRunner} for a configuration; found by {@link java.util.ServiceLoader}. */
public interface JobRunnerProvider {
    /** Starts what the configuration's master asks for; {@code context} is used for nothing but its accumulators. */
    JobRunner open(MillraceConf conf, MillraceContext context);
}

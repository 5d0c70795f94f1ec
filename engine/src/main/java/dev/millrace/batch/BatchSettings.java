package dev.millrace.batch;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.time.Duration;

/**
 * How batches run.
 *
 * @param intervalMillis at least 1
 * @param maxBatches after how many completed batches the run ends
 * @param concurrentJobs how many outputs of a batch run at the same time
 * @param gracefulStopTimeout how long a graceful stop waits for batches that are under way
 */
public record BatchSettings(long intervalMillis, long maxBatches, int concurrentJobs, Duration gracefulStopTimeout) {
    public static BatchSettings of(MillraceConf conf, long intervalMillis) {
        return new BatchSettings(
                intervalMillis,
                conf.find(MillraceConfig.MAX_BATCHES).orElse(Long.MAX_VALUE),
                conf.get(MillraceConfig.CONCURRENT_JOBS),
                conf.get(MillraceConfig.GRACEFUL_STOP_TIMEOUT));
    }
}

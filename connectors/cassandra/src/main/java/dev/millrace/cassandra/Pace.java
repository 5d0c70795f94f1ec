package dev.millrace.cassandra;

import dev.millrace.conf.CassandraConfig;
import dev.millrace.conf.MillraceConf;
import java.io.Serializable;

/**
 * How one task sends its writes.
 *
 * @param batchBytes of rows in one request at most, as long as they have one partition key
 * @param openBatches partition keys whose rows are gathered at the same time
 * @param concurrent requests under way at the same time
 * @param bytesPerSecond 0 for no limit
 * @param retries of one request
 */
record Pace(int batchBytes, int openBatches, int concurrent, double bytesPerSecond, int retries)
        implements Serializable {
    private static final int MEBI = 1024 * 1024;

    static Pace of(MillraceConf conf) {
        boolean batches = conf.get(CassandraConfig.OUTPUT_BATCH_KEY).equals("partition");
        return new Pace(
                batches ? conf.get(CassandraConfig.OUTPUT_BATCH_BYTES) : 0,
                conf.get(CassandraConfig.OUTPUT_BATCH_BUFFER),
                conf.get(CassandraConfig.OUTPUT_CONCURRENT_WRITES),
                conf.get(CassandraConfig.OUTPUT_THROUGHPUT) * MEBI,
                conf.get(CassandraConfig.RETRY_COUNT));
    }

    Pace withBatchBytes(int bytes) {
        return new Pace(bytes, openBatches, concurrent, bytesPerSecond, retries);
    }

    Pace withConcurrent(int requests) {
        return new Pace(batchBytes, openBatches, requests, bytesPerSecond, retries);
    }

    Pace withMebibytesPerSecond(double mebibytes) {
        return new Pace(batchBytes, openBatches, concurrent, mebibytes * MEBI, retries);
    }
}

package dev.millrace.scheduler;

import dev.millrace.rdd.Action;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.ShuffleDependency;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The code of a stage, as it is shipped once: the last data set with its narrow lineage, and what becomes of its records.
 * The data of a batch is not in it; {@link StageRun} brings that.
 *
 * @param shuffle where the records are sent; null for the last stage of a job
 * @param action what is done with the records; null for a stage that sends them
 * @param rddIds ids, in the batch that the plan was made in, of the kept data sets that its tasks read
 * @param shuffleIds ids, in that batch, of the shuffles that its tasks read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StagePlan(
        RDD<?> root,
        @Nullable ShuffleDependency<?, ?, ?> shuffle,
        @Nullable Action<?, ?> action,
        long[] rddIds,
        int[] shuffleIds)
        implements Serializable {}

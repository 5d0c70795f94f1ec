package dev.millrace.benchmarks.spark;

import dev.millrace.benchmarks.corpus.Lines;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.AbstractIterator;
import scala.collection.immutable.Nil$;
import scala.reflect.ClassTag$;

/**
 * Lines that are in the memory of the process: nothing is copied, shipped or decoded, which is the best that an input of
 * Spark can do ({@code queueStream} over {@code parallelize} would serialize every line into the task that reads it).
 */
final class LinesRDD extends RDD<String> {
    private final transient List<Lines> partitions;

    LinesRDD(SparkContext context, List<Lines> partitions) {
        super(context, noDependencies(), ClassTag$.MODULE$.apply(String.class));
        this.partitions = partitions;
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] result = new Partition[partitions.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = new LinesPartition(i, partitions.get(i));
        }
        return result;
    }

    @Override
    public scala.collection.Iterator<String> compute(Partition split, TaskContext context) {
        Iterator<String> lines = ((LinesPartition) split).lines().iterator();
        return new AbstractIterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public String next() {
                return lines.next();
            }
        };
    }

    @SuppressWarnings("unchecked") // the empty list has every element type
    private static scala.collection.immutable.Seq<org.apache.spark.Dependency<?>> noDependencies() {
        return (scala.collection.immutable.Seq<org.apache.spark.Dependency<?>>) (Object) Nil$.MODULE$;
    }

    private record LinesPartition(int index, Lines lines) implements Partition {}
}

package dev.millrace.kafka;

import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.Partition;
import dev.millrace.rdd.RDD;
import dev.millrace.rdd.TaskContext;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of some ranges, each of which is a partition. Its ranges are no part of its plan, so it is sent once. */
final class KafkaRDD<K, V> extends RDD<ConsumerRecord<K, V>> implements HasOffsetRanges {
    private static final long serialVersionUID = 1L;

    private final KafkaParameters parameters;
    private final ReadSettings settings;
    private final transient OffsetRange[] ranges;
    private final transient Placement placement;

    private record RangePartition(int index, OffsetRange range) implements Partition {}

    KafkaRDD(
            MillraceContext context,
            KafkaParameters parameters,
            ReadSettings settings,
            OffsetRange[] ranges,
            Placement placement) {
        super(context);
        this.parameters = parameters;
        this.settings = settings;
        this.ranges = ranges.clone();
        this.placement = placement;
    }

    @Override
    public OffsetRange[] offsetRanges() {
        return ranges.clone();
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] partitions = new Partition[ranges.length];
        Arrays.setAll(partitions, i -> new RangePartition(i, ranges[i]));
        return partitions;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> compute(Partition partition, TaskContext task) {
        OffsetRange range = ((RangePartition) partition).range();
        if (range.count() == 0) {
            return Collections.emptyIterator();
        }
        RangeReader<K, V> reader = new RangeReader<>(parameters, range, settings);
        task.addTaskCompletionListener(reader::release);
        return reader;
    }

    @Override
    public List<String> preferredLocations(Partition partition) {
        return placement.choose(
                ((RangePartition) partition).range().topicPartition(),
                () -> context().runner().executorHosts());
    }

    @Override
    protected Object planKey() {
        return List.of(parameters, settings);
    }
}

package dev.millrace.kafka;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.RangeCodec;
import dev.millrace.streaming.RangeInputDStream;
import dev.millrace.streaming.StreamingContext;
import dev.millrace.streaming.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of Kafka without a receiver: the driver asks at each batch how far the topics go, and tasks read their ranges.
 *
 * <pre>
 *   partition 0   ....|------------|--------|....
 *   partition 1   ....|------------|........
 *                     '- batch t -' '- batch t+1: nothing new in partition 1
 * </pre>
 */
final class DirectKafkaInputDStream<K, V> extends RangeInputDStream<ConsumerRecord<K, V>, OffsetRanges>
        implements CanCommitOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(DirectKafkaInputDStream.class);
    private static final Duration LATE_COMMIT = Duration.ofSeconds(5);

    private final ConsumerStrategy<K, V> strategy;
    private final KafkaParameters parameters;
    private final ReadSettings settings;
    private final RangeLimit limit;
    private final Placement placement;
    private final boolean commitsItself;
    private final PendingCommits commits = new PendingCommits();
    private final Map<TopicPartition, Long> restored = new HashMap<>();
    private final TreeMap<Time, OffsetRanges> running = new TreeMap<>();
    private volatile @Nullable KafkaSource<K, V> source;
    private volatile boolean stopped;
    /** Where the stream stood when it was stopped. */
    private @Nullable OffsetRanges end;

    DirectKafkaInputDStream(
            StreamingContext context,
            LocationStrategy locationStrategy,
            ConsumerStrategy<K, V> strategy,
            @Nullable PerPartitionConfig limits) {
        super(context);
        MillraceConf conf = context.millraceContext().getConf();
        this.strategy = strategy;
        this.parameters = KafkaParameters.ofConsumer("createDirectStream", strategy.executorKafkaParams());
        this.settings = ReadSettings.of(conf);
        this.limit = new RangeLimit(
                limits == null ? new ConfiguredRates(conf) : limits,
                context.batchDuration().milliseconds());
        this.placement = new Placement(locationStrategy, this::leader);
        this.commitsItself = parameters.isTrue(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
    }

    @Override
    protected Optional<RangeCodec<OffsetRanges>> rangeCodec() {
        return Optional.of(new OffsetRangesCodec());
    }

    @Override
    protected synchronized Optional<OffsetRanges> resumePoint() {
        return Optional.ofNullable(source).map(KafkaSource::position);
    }

    @Override
    protected synchronized void resume(OffsetRanges position) {
        restored.clear();
        for (OffsetRange range : position.ranges()) {
            restored.put(range.topicPartition(), range.untilOffset());
        }
    }

    /** @throws MillraceException when Kafka cannot be asked, or has not what the stream is to read */
    @Override
    public synchronized void start() {
        MillraceConf conf = context().millraceContext().getConf();
        source = new KafkaSource<>(
                strategy, parameters, settings.skipsExpired(), conf.get(MillraceConfig.KAFKA_OUTAGE_TIMEOUT), restored);
    }

    @Override
    protected boolean isRateLimited() {
        return true;
    }

    @Override
    protected synchronized OffsetRanges nextRange(Time batch) {
        KafkaSource<K, V> current = source;
        if (current == null && end != null) {
            return end; // the last batch of a graceful stop, for what other inputs have taken in
        }
        if (current == null) {
            throw new MillraceException(ErrorCode.STATE, this + ": has no consumer: the stream is not running");
        }
        OffsetRanges ranges = current.next(limit, rateLimit());
        PendingCommits.Request request = commits.take();
        current.commit(request.offsets(), request.callback());
        return ranges;
    }

    @Override
    protected RDD<ConsumerRecord<K, V>> read(Time batch, OffsetRanges range) {
        if (commitsItself) {
            synchronized (running) {
                running.put(batch, range);
            }
        }
        return new KafkaRDD<>(context().millraceContext(), parameters, settings, range.toArray(), placement);
    }

    @Override
    protected long count(OffsetRanges range) {
        return range.count();
    }

    @Override
    protected void completed(Time batch) {
        List<OffsetRanges> done;
        synchronized (running) {
            Map<Time, OffsetRanges> upToBatch = running.headMap(batch, true);
            done = new ArrayList<>(upToBatch.values());
            upToBatch.clear();
        }
        for (OffsetRanges ranges : done) {
            commit(ranges.ranges(), DirectKafkaInputDStream::logFailure);
        }
    }

    @Override
    public void commitAsync(OffsetRange[] offsetRanges) {
        commitAsync(offsetRanges, DirectKafkaInputDStream::logFailure);
    }

    @Override
    public void commitAsync(OffsetRange[] offsetRanges, OffsetCommitCallback callback) {
        if (parameters.text(ConsumerConfig.GROUP_ID_CONFIG) == null) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "commitAsync: kafkaParams has no group.id, so there is no group to commit offsets for");
        }
        commit(Arrays.asList(offsetRanges), callback);
    }

    private void commit(List<OffsetRange> ranges, OffsetCommitCallback callback) {
        commits.add(ranges, callback);
        if (stopped) {
            commitLate();
        }
    }

    /** There is no further batch to take it along. */
    private synchronized void commitLate() {
        PendingCommits.Request request = commits.take();
        if (request.offsets().isEmpty()) {
            return;
        }
        Exception failure = null;
        try (KafkaConsumer<?, ?> late =
                new KafkaConsumer<>(parameters.ofDriver().toMap())) {
            late.commitSync(request.offsets(), LATE_COMMIT);
        } catch (KafkaException e) {
            failure = e;
        }
        request.callback().onComplete(request.offsets(), failure);
    }

    private static void logFailure(Map<?, ?> offsets, @Nullable Exception failure) {
        if (failure != null) {
            LOG.warn("offsets were not committed to the consumer group; later ones will be: {}", failure.toString());
        }
    }

    private @Nullable String leader(TopicPartition partition) {
        KafkaSource<K, V> current = source;
        return current == null ? null : current.leader(partition);
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        KafkaSource<K, V> current = source;
        source = null;
        if (current != null) {
            end = current.position();
            try (current) {
                PendingCommits.Request request = commits.take();
                current.commitAndWait(request.offsets(), request.callback());
            }
        }
    }
}

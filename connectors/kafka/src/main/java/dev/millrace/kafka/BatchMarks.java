package dev.millrace.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.common.TopicPartition;

/** Reads the marks of a transactional output. */
final class BatchMarks {
    private static final IdleCache<KafkaParameters, Admin> CLIENTS = new IdleCache<>("millrace-kafka-admins");
    private static final int KEPT = 2;
    private static final long KEPT_MILLIS = 60_000;
    private static final long ANSWER_SECONDS = 60;

    private BatchMarks() {}

    /** Where marks are kept: a partition that surely exists. */
    static TopicPartition place(WriteSettings settings) {
        return new TopicPartition(settings.topic(), 0);
    }

    /**
     * The marks of some partitions, by partition; those that have none are left out. Waits until transactions that hold a mark
     * back have ended.
     */
    static Map<Integer, BatchMark> read(WriteSettings settings, Collection<Integer> partitions) {
        KafkaParameters parameters = settings.parameters().only(AdminClientConfig.configNames());
        Admin kept = CLIENTS.take(parameters);
        Admin client = kept == null ? Admin.create(parameters.toMap()) : kept;
        try {
            Map<Integer, BatchMark> marks = read(client, settings, partitions);
            CLIENTS.give(parameters, client, KEPT, KEPT_MILLIS);
            return marks;
        } catch (InterruptedException e) {
            IdleCache.close(client);
            Thread.currentThread().interrupt();
            throw KafkaErrors.source("interrupted while reading which batches are written", e);
        } catch (ExecutionException | TimeoutException e) {
            IdleCache.close(client);
            throw KafkaErrors.source(
                    "Kafka does not tell which batches are written to topic " + settings.topic(),
                    e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            IdleCache.close(client);
            throw e;
        }
    }

    private static Map<Integer, BatchMark> read(Admin client, WriteSettings settings, Collection<Integer> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (int partition : partitions) {
            groups.put(settings.transactionalId(partition), new ListConsumerGroupOffsetsSpec());
        }
        var offsets = client.listConsumerGroupOffsets(groups, new ListConsumerGroupOffsetsOptions().requireStable(true))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        Map<Integer, BatchMark> marks = new HashMap<>();
        for (int partition : partitions) {
            String group = settings.transactionalId(partition);
            var ofGroup = offsets.get(group);
            BatchMark mark = BatchMark.of(group, ofGroup == null ? null : ofGroup.get(place(settings)));
            if (mark != null) {
                marks.put(partition, mark);
            }
        }
        return marks;
    }
}

package dev.millrace.kafka;

import dev.millrace.execution.Sink;
import dev.millrace.function.Tuple2;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Hands records to a producer and keeps the first error that comes back. Used by one task; answers come on other threads. */
final class ProducerSink<T> extends Sink<T> implements Callback {
    private final KafkaProducer<Object, Object> producer;
    private final RecordForm form;
    private final String topic;
    private final @Nullable Runnable beforeFirst;
    private volatile @Nullable Exception failure;
    private long count;

    /** @param beforeFirst called before the first record, if there is one */
    ProducerSink(
            KafkaProducer<Object, Object> producer, RecordForm form, String topic, @Nullable Runnable beforeFirst) {
        this.producer = producer;
        this.form = form;
        this.topic = topic;
        this.beforeFirst = beforeFirst;
    }

    @Override
    @SuppressWarnings("unchecked") // the sink's methods take no others
    public void accept(T record) throws Exception {
        switch (form) {
            case PAIR -> {
                Tuple2<Object, Object> pair = (Tuple2<Object, Object>) record;
                send(new ProducerRecord<>(topic, pair._1(), pair._2()));
            }
            case VALUE -> send(new ProducerRecord<>(topic, record));
            case RECORD -> send((ProducerRecord<Object, Object>) record);
        }
    }

    @Override
    public void acceptPair(@Nullable Object key, @Nullable Object value) throws Exception {
        if (form == RecordForm.PAIR) {
            send(new ProducerRecord<>(topic, key, value));
        } else {
            super.acceptPair(key, value);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // what is in the array was put there as a T
    public void acceptAll(@Nullable Object[] records, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            accept((T) records[i]);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback has the error as well
    private void send(ProducerRecord<Object, Object> record) throws Exception {
        if (count == 0 && beforeFirst != null) {
            beforeFirst.run();
        }
        count++;
        producer.send(record, this);
        throwFailure();
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null && failure == null) {
            failure = exception;
        }
    }

    /** Throws the first error that has come back, if there is one. */
    void throwFailure() throws Exception {
        Exception first = failure;
        if (first != null) {
            throw first;
        }
    }

    long count() {
        return count;
    }
}

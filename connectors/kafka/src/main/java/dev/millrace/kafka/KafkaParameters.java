package dev.millrace.kafka;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.serializer.ClosureCheck;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings of Kafka's clients as a program gave them. They may hold passwords, so nothing prints them. Immutable; equal when all
 * settings are.
 */
final class KafkaParameters implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Object> values;

    private KafkaParameters(Map<String, Object> values) {
        this.values = new HashMap<>(values);
    }

    /** @throws MillraceException when one that must be there is missing, or a value cannot be sent to executors */
    static KafkaParameters of(String operation, Map<String, Object> given, String... required) {
        KafkaParameters parameters = new KafkaParameters(given);
        for (String key : List.of(required)) {
            Arguments.require(
                    parameters.values.get(key) != null,
                    operation + ": kafkaParams has no " + key + ", which Kafka's client needs");
        }
        ClosureCheck.check(parameters.values, operation + " as kafkaParams");
        return parameters;
    }

    /** Those of a consumer, with what it cannot do without. */
    static KafkaParameters ofConsumer(String operation, Map<String, Object> given) {
        return of(
                operation,
                given,
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
    }

    KafkaParameters with(String key, Object value) {
        KafkaParameters copy = new KafkaParameters(values);
        copy.values.put(key, value);
        return copy;
    }

    KafkaParameters without(String key) {
        KafkaParameters copy = new KafkaParameters(values);
        copy.values.remove(key);
        return copy;
    }

    /** Those of another kind of client. */
    KafkaParameters only(Set<String> keys) {
        KafkaParameters copy = new KafkaParameters(values);
        copy.values.keySet().retainAll(keys);
        return copy;
    }

    /** Those of a consumer on the driver: it commits what it is told to, and is no member of the group with a name. */
    KafkaParameters ofDriver() {
        return with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false).without(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    }

    KafkaParameters withDefault(String key, Object value) {
        return values.containsKey(key) ? this : with(key, value);
    }

    @Nullable
    String text(String key) {
        Object value = values.get(key);
        return value == null ? null : value.toString();
    }

    boolean isTrue(String key) {
        return Boolean.parseBoolean(text(key));
    }

    /** The whole number under a key. */
    long number(String key, long otherwise) {
        String text = text(key);
        try {
            return text == null ? otherwise : Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new MillraceException(ErrorCode.ARGUMENT, "kafkaParams: " + key + ": expected a whole number", e);
        }
    }

    /** A copy for Kafka's clients. */
    Map<String, Object> toMap() {
        return new HashMap<>(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KafkaParameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values);
    }

    @Override
    public String toString() {
        return "KafkaParameters" + values.keySet();
    }
}

package dev.millrace.e2e.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes numbered lines to a topic at a steady rate, each once: line <i>n</i> is {@code all w(n mod 10) n(n)}, so that the counts of
 * words tell whether a line was lost or came twice, and which.
 */
public final class LinesMain {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private LinesMain() {}

    /** Takes the brokers, the topic, how many lines there are to be, and how many of them a second. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "expected BROKERS, TOPIC, LINES and RATE, found " + arguments.length + " arguments");
        }
        int lines = Integer.parseInt(arguments[2]);
        long pause = SECOND / Integer.parseInt(arguments[3]);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", arguments[0], "acks", "all", "enable.idempotence", true);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            long next = System.nanoTime();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 0; number < lines; number++) {
                sent.add(producer.send(new ProducerRecord<>(arguments[1], String.valueOf(number), line(number))));
                next += pause;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get(); // a line that could not be written fails the test here, and not as one that the job lost
            }
        }
        System.out.println(lines + " lines");
    }

    /** The line of that number. */
    static String line(int number) {
        return "all w%d n%d".formatted(number % 10, number);
    }
}

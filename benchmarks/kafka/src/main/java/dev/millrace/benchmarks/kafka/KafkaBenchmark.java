package dev.millrace.benchmarks.kafka;

import dev.millrace.benchmarks.files.ScratchDirectory;
import dev.millrace.kafka.broker.BrokerProcess;
import dev.millrace.kafka.broker.BrokerSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures, on stdout, how fast a topic is copied: the same records, in batches of the same size, by each engine in turn, each in a JVM of its
 * own, with the broker on the same machine. Batches are so large that the next one is always waiting, so an engine never idles. What
 * was copied is read and compared with the input after each run. Records are random bytes, which no compression makes smaller.
 *
 * <p>Arguments: millions of records, rounds, the folder {@code benchmarks}, built, and a directory for data, which is made and deleted.
 */
final class KafkaBenchmark {
    private static final int PARTITIONS = 4;
    private static final int RECORD_BYTES = 100;
    private static final int INTERVAL_MILLIS = 500;
    private static final int PARTITION_RECORDS_PER_SECOND = 500_000;
    /** Batches at the start, in which the compilers of the JVM work. */
    private static final int WARM_UP_BATCHES = 3;

    private static final long RUN_MINUTES = 15;

    private final long records;
    private final Path benchmarks;
    private final Path directory;
    private final BrokerSettings broker;

    private KafkaBenchmark(long records, Path benchmarks, Path directory, BrokerSettings broker) {
        this.records = records;
        this.benchmarks = benchmarks;
        this.directory = directory;
        this.broker = broker;
    }

    /** An engine: the module with its program, and its main class. */
    private enum Contender {
        MILLRACE("kafka", "dev.millrace.benchmarks.kafka.MillraceCopy", "Millrace, exactly once"),
        SPARK("kafka-spark", "dev.millrace.benchmarks.kafka.spark.SparkCopy", "Spark, at least once");

        private final String module;
        private final String mainClass;
        private final String title;

        Contender(String module, String mainClass, String title) {
            this.module = module;
            this.mainClass = mainClass;
            this.title = title;
        }
    }

    /** Records a second of each. */
    private record Round(double millrace, double spark) {}

    /** What must be equal in input and output. */
    private record Content(long count, long sum) {}

    /** Runs all of it. */
    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            throw new IllegalArgumentException(
                    "expected MILLIONS ROUNDS BENCHMARKS DIRECTORY, found " + Arrays.toString(args));
        }
        try (ScratchDirectory scratch = ScratchDirectory.at(Path.of(args[3]))) {
            Path directory = scratch.path();
            BrokerSettings settings = BrokerSettings.in(directory.resolve("broker"));
            Files.createDirectories(settings.directory());
            Process broker = startBroker(settings, directory.resolve("broker.log"));
            try {
                new KafkaBenchmark(Long.parseLong(args[0]) * 1_000_000, Path.of(args[2]), directory, settings)
                        .measure(Integer.parseInt(args[1]));
            } finally {
                broker.destroyForcibly().waitFor();
            }
        }
    }

    /** As the tests' broker, but with the optimizing compiler. */
    private static Process startBroker(BrokerSettings settings, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        java(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        settings.directory().toString(),
                        String.valueOf(settings.port()),
                        String.valueOf(settings.controllerPort()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // Its standard input stays open: the broker ends with this JVM.
        return process;
    }

    private void measure(int rounds) throws Exception {
        createTopic("input");
        fill();
        Content expected = content("input");
        if (expected.count() != records) {
            throw new IllegalStateException("wrote " + records + " records and read " + expected.count());
        }
        // The broker's own code is not compiled at first, of which whoever comes first would have the cost: twice as
        // much as later.
        System.out.println("one round that does not count");
        round(0, expected);
        List<Round> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            all.add(round(round, expected));
        }
        report(Contender.MILLRACE.title, "%,.0f records/s", all.stream().map(Round::millrace));
        report(Contender.SPARK.title, "%,.0f records/s", all.stream().map(Round::spark));
        report("Millrace / Spark", "%.2f", all.stream().map(each -> each.millrace() / each.spark()));
    }

    private Round round(int round, Content expected) throws Exception {
        return new Round(copy(Contender.MILLRACE, round, expected), copy(Contender.SPARK, round, expected));
    }

    private double copy(Contender contender, int round, Content expected) throws Exception {
        String output = contender.module + "-" + round;
        createTopic(output);
        double rate = run(contender, output);
        Content found = content(output);
        if (!found.equals(expected)) {
            throw new IllegalStateException(contender.title + " wrote " + found + ", expected " + expected);
        }
        deleteTopic(output);
        System.out.printf("%s: %,.0f records/s%n", contender.title, rate);
        return rate;
    }

    private static void report(String title, String format, Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        System.out.printf(
                "%s: " + format + ", median of %d (" + format + " to " + format + ")%n",
                title,
                sorted.get(sorted.size() / 2),
                sorted.size(),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** Records a second from the end of the warm-up to the end of the last batch. */
    private double run(Contender contender, String output) throws IOException, InterruptedException {
        Path target = benchmarks.resolve(contender.module).resolve("target");
        Path checkpoint = directory.resolve("checkpoint-" + output);
        Path out = directory.resolve(output + ".out");
        Path log = directory.resolve(output + ".log");
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g"));
        Path options = target.resolve("classes/jvm.options");
        if (Files.exists(options)) {
            Files.readAllLines(options).stream()
                    .filter(line -> line.startsWith("-"))
                    .forEach(command::add);
        }
        command.addAll(List.of(
                "-cp",
                target.resolve("classes") + ":"
                        + Files.readString(target.resolve("classpath")).strip(),
                contender.mainClass,
                broker.bootstrapServers(),
                "input",
                output,
                String.valueOf(records),
                String.valueOf(INTERVAL_MILLIS),
                String.valueOf(PARTITION_RECORDS_PER_SECOND),
                checkpoint.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            if (!process.waitFor(RUN_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(contender.title + " did not end well:\n" + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return rate(Files.readAllLines(out));
    }

    private static double rate(List<String> lines) {
        List<long[]> batches = lines.stream()
                .filter(line -> line.startsWith("BATCH "))
                .map(line -> Arrays.stream(line.substring(6).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .filter(batch -> batch[1] > 0)
                .toList();
        if (batches.size() < 2 * WARM_UP_BATCHES) {
            throw new IllegalStateException("only " + batches.size() + " batches: take more records");
        }
        long counted = batches.stream()
                .skip(WARM_UP_BATCHES)
                .mapToLong(batch -> batch[1])
                .sum();
        long millis = batches.get(batches.size() - 1)[0] - batches.get(WARM_UP_BATCHES - 1)[0];
        return counted * 1000.0 / millis;
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private void deleteTopic(String name) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private void fill() {
        Random random = new Random(1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long n = 0; n < records; n++) {
                byte[] value = new byte[RECORD_BYTES];
                random.nextBytes(value);
                ByteBuffer.wrap(value).putLong(n).putLong(n * 0x9E3779B97F4A7C15L);
                // What was not written is missed when the topic is read.
                var unused = producer.send(new ProducerRecord<>("input", (int) (n % PARTITIONS), null, value));
            }
        }
    }

    /** How many records a topic has, and the sum of what makes each of them different. */
    private Content content(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long count = 0;
            long sum = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    count++;
                    sum += ByteBuffer.wrap(each.value()).getLong(8);
                }
            }
            return new Content(count, sum);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

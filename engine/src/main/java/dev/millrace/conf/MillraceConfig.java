package dev.millrace.conf;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every configuration key of the engine. */
public final class MillraceConfig {
    /** Before the number of an argument of the program's main method, from 0 on; those keys are no entries. */
    public static final String APP_ARGUMENT_PREFIX = "millrace.app.args.";

    public static final ConfigEntry<String> APP_NAME = text(
            "millrace.app.name", null, "spark.app.name", "Name of the job, shown in logs, metrics and the status API.");
    public static final ConfigEntry<String> MASTER = ConfigEntry.declare(
            "millrace.master",
            "local, local[n], local[*] or cluster",
            null,
            "spark.master",
            "Where tasks run: threads of this JVM (local[n]), or executor processes that register with this driver"
                    + " (cluster).",
            text -> text,
            text -> text.matches("local|local\\[(\\*|[1-9]\\d*)]|cluster"));
    public static final ConfigEntry<Integer> DEFAULT_PARALLELISM = integer(
            "millrace.default.parallelism",
            null,
            "spark.default.parallelism",
            1,
            "Partitions of a shuffle, and of a parallelized collection, where the program names no number. Default: all"
                    + " cores of all executors.");
    public static final ConfigEntry<Integer> TASK_MAX_FAILURES = integer(
            "millrace.task.maxFailures",
            "4",
            "spark.task.maxFailures",
            1,
            "How often one task may fail before its job fails with the exception.");
    public static final ConfigEntry<Integer> JOB_MAX_ATTEMPTS = integer(
            "millrace.job.maxAttempts",
            "16",
            null,
            1,
            "How often one job is planned again because an executor was lost, before it fails.");
    public static final ConfigEntry<Integer> EXECUTOR_INSTANCES = integer(
            "millrace.executor.instances",
            "1",
            "spark.executor.instances",
            1,
            "Executors that the driver waits for before the first batch (cluster).");
    public static final ConfigEntry<Integer> EXECUTOR_CORES = integer(
            "millrace.executor.cores", "1", "spark.executor.cores", 1, "Tasks that an executor runs at the same time.");
    public static final ConfigEntry<Duration> EXECUTOR_REGISTRATION_TIMEOUT = duration(
            "millrace.executor.registrationTimeout",
            "60s",
            null,
            "How long the driver waits for the executors at start, and with none left, before it fails.");
    public static final ConfigEntry<Duration> EXECUTOR_DRIVER_TIMEOUT = duration(
            "millrace.executor.driverTimeout",
            "60s",
            null,
            "How long an executor without a connection to its driver tries to reach it before it ends.");
    public static final ConfigEntry<Duration> EXECUTOR_LEAVE_TIMEOUT = duration(
            "millrace.executor.leaveTimeout",
            "60s",
            null,
            "How long an executor that is to leave may wait until the states and tables of windows that only it keeps are at others;"
                    + " what is not by then is taken from the checkpoint, or computed again. On Kubernetes it must be less than the"
                    + " operator's timeout for leaving.");
    public static final ConfigEntry<Duration> HEARTBEAT_INTERVAL = duration(
            "millrace.executor.heartbeatInterval",
            "500ms",
            "spark.executor.heartbeatInterval",
            "How often driver and executors tell each other that they are alive.");
    public static final ConfigEntry<Duration> HEARTBEAT_TIMEOUT = duration(
            "millrace.executor.heartbeatTimeout",
            "10s",
            null,
            "Silence after which an executor with an open connection is given up. A closed connection counts at once.");
    public static final ConfigEntry<String> DRIVER_HOST = text(
            "millrace.driver.host", "127.0.0.1", "spark.driver.host", "Address that the driver listens on (cluster).");
    public static final ConfigEntry<Integer> DRIVER_PORT = port(
            "millrace.driver.port",
            "0",
            "spark.driver.port",
            "Port that the driver listens on; 0 takes any free one (cluster).");
    public static final ConfigEntry<String> DRIVER_ADDRESS =
            text("millrace.driver.address", null, null, "host:port at which executors reach the driver (cluster).");
    public static final ConfigEntry<String> DRIVER_ADDRESS_FILE = text(
            "millrace.driver.addressFile",
            null,
            null,
            "File that the driver writes host:port to once it listens, and that executors read it from (cluster, on one"
                    + " machine).");
    public static final ConfigEntry<String> EXECUTOR_HOST = text(
            "millrace.executor.host",
            "127.0.0.1",
            null,
            "Address that an executor listens on for other executors, and by which they reach it (cluster).");
    public static final ConfigEntry<String> TLS_CERTIFICATE =
            text("millrace.rpc.tls.certificate", null, null, "PEM file with this process's certificate (cluster).");
    public static final ConfigEntry<String> TLS_PRIVATE_KEY = text(
            "millrace.rpc.tls.privateKey",
            null,
            null,
            "PEM file (PKCS#8) with the private key of the certificate (cluster).");
    public static final ConfigEntry<String> TLS_TRUSTED = text(
            "millrace.rpc.tls.trustedCertificates",
            null,
            null,
            "PEM file with the certificate authority of this job: a peer without a certificate of it is refused"
                    + " (cluster).");
    public static final ConfigEntry<Long> STORAGE_MEMORY = ConfigEntry.declare(
            "millrace.storage.memory",
            "size or fraction of the heap such as 0.5",
            "0.5",
            "spark.memory.fraction",
            "Memory for persisted data sets and received blocks, a size or a fraction of the heap. What does not fit goes"
                    + " to disk or is dropped, as its storage level says.",
            MillraceConfig::memory,
            bytes -> bytes > 0);
    public static final ConfigEntry<String> LOCAL_DIR = text(
            "millrace.local.dir",
            null,
            "spark.local.dir",
            "Directory for blocks on disk. Default: the JVM's temporary directory.");
    public static final ConfigEntry<Boolean> SPECIALIZE = bool(
            "millrace.execution.specialize",
            "true",
            null,
            "Give each fused chain of operations its own copy of the loop classes, so that the compiler inlines it.");
    public static final ConfigEntry<Duration> BATCH_INTERVAL = duration(
            "millrace.streaming.batchInterval",
            null,
            null,
            "Interval of batches; overrides the one that the program names.");
    public static final ConfigEntry<Long> MAX_BATCHES = ConfigEntry.declare(
            "millrace.streaming.maxBatches",
            "integer >= 1",
            null,
            null,
            "Stop gracefully after this many completed batches.",
            Long::parseLong,
            n -> n >= 1);
    public static final ConfigEntry<String> STATE_STORE = ConfigEntry.declare(
            "millrace.state.store",
            "name of a state store, such as heap or rocksdb",
            "heap",
            null,
            "Where executors have the states of streams: on the heap, or in RocksDB, for states larger than memory. RocksDB"
                    + " comes with the module millrace-state-rocksdb, which the program's jar has to bring.",
            text -> text,
            text -> text.matches("[a-z][a-z0-9-]*"));
    public static final ConfigEntry<Long> STATE_ROCKSDB_MEMORY = ConfigEntry.declare(
            "millrace.state.rocksdb.memory",
            "size, at least 8m",
            "128m",
            null,
            "Memory outside of the heap that RocksDB takes for all states of an executor: blocks that were read, and what has"
                    + " yet to be written. It comes on top of the heap in the memory of the executor's pod.",
            Quantities::bytes,
            bytes -> bytes >= 8 << 20);
    public static final ConfigEntry<String> CHECKPOINT_DIRECTORY = text(
            "millrace.streaming.checkpoint.directory",
            null,
            "spark.streaming.checkpoint.directory",
            "Directory for what must survive the driver, as a path or a file: URI; overrides the one that the program names.");
    public static final ConfigEntry<Integer> CHECKPOINT_RETAINED_COMMITS = integer(
            "millrace.streaming.checkpoint.retainedCommits",
            "100",
            null,
            1,
            "So many of the last complete batches, at least, a checkpoint can be gone back to.");
    public static final ConfigEntry<Duration> CHECKPOINT_INTERVAL = duration(
            "millrace.streaming.checkpoint.interval",
            "1ms",
            null,
            "Least time between two snapshots of a part of the state; what changes in between is written at every batch anyway."
                    + " Longer means less to write, and more to read at a restart.");
    public static final ConfigEntry<Boolean> CHECKPOINT_ASYNCHRONOUS = bool(
            "millrace.streaming.checkpoint.asynchronous",
            "true",
            null,
            "Whether the next batch of a job with state or windows may run while what a batch changed is written. Batches then"
                    + " wait less, and two instead of one may run again after the driver is lost.");
    public static final ConfigEntry<Boolean> CHECKPOINT_ALLOW_DROPPED = bool(
            "millrace.streaming.checkpoint.allowDroppedState",
            "false",
            null,
            "Go on from a checkpoint although it knows inputs or operators that the program has no more; what it holds of"
                    + " them is dropped.");
    public static final ConfigEntry<Duration> BLOCK_INTERVAL = duration(
            "millrace.streaming.blockInterval",
            "200ms",
            "spark.streaming.blockInterval",
            "Longest time that received records wait for their block to be sealed; never more than the batch interval.");
    public static final ConfigEntry<Integer> CONCURRENT_JOBS = integer(
            "millrace.streaming.concurrentJobs",
            "1",
            "spark.streaming.concurrentJobs",
            1,
            "Output operations of one batch that run at the same time.");
    public static final ConfigEntry<Boolean> STOP_ON_SHUTDOWN = bool(
            "millrace.streaming.stopGracefullyOnShutdown",
            "true",
            "spark.streaming.stopGracefullyOnShutdown",
            "Let the running batch end when the process is told to stop.");
    public static final ConfigEntry<Duration> GRACEFUL_STOP_TIMEOUT = duration(
            "millrace.streaming.gracefulStopTimeout",
            "60s",
            "spark.streaming.gracefulStopTimeout",
            "Longest time that a graceful stop waits for batches that are under way.");
    public static final ConfigEntry<Duration> RECEIVER_RESTART_DELAY = duration(
            "millrace.streaming.receiverRestartDelay",
            "2s",
            "spark.streaming.receiverRestartDelay",
            "Pause before a receiver is started again; it doubles with each failure in a row, up to 16 times.");
    public static final ConfigEntry<Long> RECEIVER_MAX_RATE = ConfigEntry.declare(
            "millrace.streaming.receiver.maxRate",
            "integer >= 0",
            "0",
            "spark.streaming.receiver.maxRate",
            "Records that one receiver takes in a second at most; 0 for no limit.",
            Long::parseLong,
            n -> n >= 0);
    public static final ConfigEntry<Long> RECEIVER_MAX_PENDING = ConfigEntry.declare(
            "millrace.streaming.receiver.maxPending",
            "size or fraction of the heap such as 0.25",
            "0.25",
            null,
            "Records that one receiver took in and whose batch has not ended, a size or a fraction of its executor's heap."
                    + " A receiver that has so many is paused until a batch ends.",
            MillraceConfig::memory,
            bytes -> bytes > 0);
    public static final ConfigEntry<Boolean> BACKPRESSURE_ENABLED = bool(
            "millrace.streaming.backpressure.enabled",
            "false",
            "spark.streaming.backpressure.enabled",
            "Learn from complete batches how many records a second each receiver and each direct stream of Kafka should take,"
                    + " and keep them to it. What was learned is in the checkpoint, and used from the first batch after a"
                    + " restart.");
    public static final ConfigEntry<Long> BACKPRESSURE_INITIAL_RATE = ConfigEntry.declare(
            "millrace.streaming.backpressure.initialRate",
            "integer >= 1",
            null,
            "spark.streaming.backpressure.initialRate",
            "Records a second that an input takes before anything is learned. Default: as many as there are.",
            Long::parseLong,
            n -> n >= 1);
    public static final ConfigEntry<String> BACKPRESSURE_ESTIMATOR = ConfigEntry.declare(
            "millrace.streaming.backpressure.rateEstimator",
            "pid",
            "pid",
            "spark.streaming.backpressure.rateEstimator",
            "How the rate is learned: by a PID controller, the only one there is.",
            text -> text,
            text -> text.equals("pid"));
    public static final ConfigEntry<Double> PID_PROPORTIONAL = weight(
            "proportional",
            "1.0",
            "Weight of the difference between the rate and the one at which records were processed.");
    public static final ConfigEntry<Double> PID_INTEGRAL =
            weight("integral", "0.2", "Weight of what waits in front of a batch.");
    public static final ConfigEntry<Double> PID_DERIVED =
            weight("derived", "0.0", "Weight of how fast the difference changes; noise in it makes the rate swing.");
    public static final ConfigEntry<Double> PID_MIN_RATE = ConfigEntry.declare(
            "millrace.streaming.backpressure.pid.minRate",
            "number > 0",
            "100",
            "spark.streaming.backpressure.pid.minRate",
            "Records a second that an input takes at least.",
            Double::parseDouble,
            n -> n > 0);
    public static final ConfigEntry<Boolean> RECEIVER_LOG_ENABLED = bool(
            "millrace.streaming.receiver.writeAheadLog.enable",
            "false",
            "spark.streaming.receiver.writeAheadLog.enable",
            "Write received records into the checkpoint before their source is told that they are stored, so that a restart"
                    + " of the driver loses none of them. Executors keep one copy then, whatever the storage level says.");
    public static final ConfigEntry<Integer> RECEIVER_MAX_FAILURES = integer(
            "millrace.streaming.receiver.maxFailures",
            "5",
            null,
            1,
            "Failures after which the job fails when the receiver has not received anything yet. One that has is started"
                    + " again as often as it fails.");
    public static final ConfigEntry<String> EXTRA_LISTENERS = text(
            "millrace.streaming.extraListeners",
            null,
            "spark.streaming.extraListeners",
            "Class names, separated by commas, of StreamingListener classes with a constructor without arguments.");

    public static final ConfigEntry<Long> KAFKA_MAX_RATE_PER_PARTITION = ConfigEntry.declare(
            "millrace.streaming.kafka.maxRatePerPartition",
            "integer >= 0",
            "0",
            "spark.streaming.kafka.maxRatePerPartition",
            "Offsets that a direct stream reads of one Kafka partition in a second at most; 0 for no limit.",
            Long::parseLong,
            n -> n >= 0);
    public static final ConfigEntry<Long> KAFKA_MIN_RATE_PER_PARTITION = ConfigEntry.declare(
            "millrace.streaming.kafka.minRatePerPartition",
            "integer >= 1",
            "1",
            "spark.streaming.kafka.minRatePerPartition",
            "Offsets of one Kafka partition that a batch has at least, as long as there are as many, however low its rate.",
            Long::parseLong,
            n -> n >= 1);
    public static final ConfigEntry<String> KAFKA_OFFSET_OUT_OF_RANGE = ConfigEntry.declare(
            "millrace.streaming.kafka.offsetOutOfRange",
            "fail or earliest",
            "fail",
            null,
            "What to do when records that are to be read are gone from Kafka: end the job with an error, or go on with the"
                    + " earliest that are there and a warning.",
            text -> text.toLowerCase(Locale.ROOT),
            text -> text.matches("fail|earliest"));
    public static final ConfigEntry<Duration> KAFKA_OUTAGE_TIMEOUT = duration(
            "millrace.streaming.kafka.outageTimeout",
            "10m",
            null,
            "How long a direct stream goes on with empty batches while no broker answers, before it fails.");
    public static final ConfigEntry<Duration> KAFKA_POLL_TIMEOUT = duration(
            "millrace.streaming.kafka.consumer.pollTimeout",
            "120s",
            "spark.streaming.kafka.consumer.poll.ms",
            "How long a task waits for the next record of its Kafka partition before it fails.");
    public static final ConfigEntry<Boolean> KAFKA_CACHE_ENABLED = bool(
            "millrace.streaming.kafka.consumer.cache.enabled",
            "true",
            "spark.streaming.kafka.consumer.cache.enabled",
            "Keep Kafka consumers on the executors from batch to batch.");
    public static final ConfigEntry<Integer> KAFKA_CACHE_CAPACITY = integer(
            "millrace.streaming.kafka.consumer.cache.maxCapacity",
            "256",
            "spark.streaming.kafka.consumer.cache.maxCapacity",
            1,
            "Kafka consumers without work that an executor keeps at most: one for each partition that it reads is best.");
    public static final ConfigEntry<Duration> KAFKA_CACHE_TIMEOUT = duration(
            "millrace.streaming.kafka.consumer.cache.timeout",
            "5m",
            "spark.streaming.kafka.consumer.cache.timeout",
            "How long an executor keeps a Kafka consumer without work.");

    public static final ConfigEntry<String> APP_JAR = text(
            "millrace.app.jar",
            null,
            null,
            "Jar of the program. Not needed when its main class is on the class path of driver and executors.");
    public static final ConfigEntry<String> APP_MAIN_CLASS =
            text("millrace.app.mainClass", null, null, "Class with the program's main method.");
    public static final ConfigEntry<String> STATUS_HOST =
            text("millrace.status.host", "127.0.0.1", null, "Address that the driver's HTTP status API listens on.");
    public static final ConfigEntry<Integer> STATUS_PORT = port(
            "millrace.status.port",
            "0",
            "spark.ui.port",
            "Port of the driver's HTTP status API; 0 takes any free one.");
    public static final ConfigEntry<String> STATUS_ADDRESS_FILE = text(
            "millrace.status.addressFile",
            null,
            null,
            "File that the driver writes host:port of its status API to once that listens.");
    public static final ConfigEntry<Integer> CONTROL_PORT = port(
            "millrace.control.port",
            null,
            null,
            "Port of the driver's control API, at millrace.driver.host and over mutual TLS; without it there is none"
                    + " (cluster).");
    public static final ConfigEntry<Boolean> ERROR_STACK_TRACES =
            bool("millrace.error.stackTraces", "false", null, "Print the stack trace of the error that ends the job.");
    public static final ConfigEntry<String> LOG_LEVEL = ConfigEntry.declare(
            "millrace.log.level",
            "one of trace, debug, info, warn, error, off",
            "warn",
            null,
            "Level below which driver and executors log nothing.",
            text -> text.toLowerCase(Locale.ROOT),
            text -> text.matches("trace|debug|info|warn|error|off"));

    private MillraceConfig() {}

    /** Makes sure that all entries are declared. */
    static void load() {
        CassandraConfig.load();
    }

    static ConfigEntry<String> text(String key, @Nullable String defaultText, @Nullable String sparkAlias, String doc) {
        return ConfigEntry.declare(key, "text", defaultText, sparkAlias, doc, text -> text, text -> !text.isEmpty());
    }

    static ConfigEntry<Boolean> bool(String key, String defaultText, @Nullable String sparkAlias, String doc) {
        return ConfigEntry.declare(
                key, "true or false", defaultText, sparkAlias, doc, MillraceConfig::truth, value -> true);
    }

    static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    static ConfigEntry<Integer> integer(
            String key, @Nullable String defaultText, @Nullable String sparkAlias, int minimum, String doc) {
        Predicate<Integer> check = value -> value >= minimum;
        return ConfigEntry.declare(
                key, "integer >= " + minimum, defaultText, sparkAlias, doc, Integer::parseInt, check);
    }

    static ConfigEntry<Integer> port(
            String key, @Nullable String defaultText, @Nullable String sparkAlias, String doc) {
        return ConfigEntry.declare(
                key,
                "a port, an integer from 0 to 65535",
                defaultText,
                sparkAlias,
                doc,
                Integer::parseInt,
                port -> port >= 0 && port <= 65_535);
    }

    static ConfigEntry<Duration> duration(
            String key, @Nullable String defaultText, @Nullable String sparkAlias, String doc) {
        return ConfigEntry.declare(
                key,
                "a duration such as 500ms, 10s or 5m, at least 1ms",
                defaultText,
                sparkAlias,
                doc,
                Quantities::duration,
                value -> value.toMillis() >= 1);
    }

    private static long memory(String text) {
        if (text.matches("0?\\.\\d+")) {
            return (long) (Runtime.getRuntime().maxMemory() * Double.parseDouble(text));
        }
        return Quantities.bytes(text);
    }

    private static ConfigEntry<Double> weight(String name, String defaultText, String doc) {
        String key = "streaming.backpressure.pid." + name;
        return ConfigEntry.declare(
                "millrace." + key, "number >= 0", defaultText, "spark." + key, doc, Double::parseDouble, n -> n >= 0);
    }
}

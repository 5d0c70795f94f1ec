package dev.millrace.conf;

import java.time.Duration;
import java.util.Locale;

/** The configuration keys of the Cassandra connector; they are here so that they are checked before anything runs. */
public final class CassandraConfig {
    private static final String OURS = "millrace.cassandra.";
    private static final String SPARKS = "spark.cassandra.";
    private static final String LEVELS =
            "any|one|two|three|quorum|all|local_quorum|each_quorum|local_one|serial|local_serial";

    public static final ConfigEntry<String> HOST = MillraceConfig.text(
            OURS + "connection.host",
            "localhost",
            SPARKS + "connection.host",
            "Nodes of Cassandra to begin with, host or host:port, separated by commas.");
    public static final ConfigEntry<Integer> PORT = MillraceConfig.port(
            OURS + "connection.port",
            "9042",
            SPARKS + "connection.port",
            "Port of the nodes that are named without one.");
    public static final ConfigEntry<String> LOCAL_DC = MillraceConfig.text(
            OURS + "connection.localDC",
            null,
            SPARKS + "connection.localDC",
            "Data centre whose nodes are used. Default: that of the nodes to begin with.");
    public static final ConfigEntry<Duration> CONNECT_TIMEOUT = MillraceConfig.duration(
            OURS + "connection.timeout",
            "5s",
            SPARKS + "connection.timeoutMS",
            "How long to wait for one connection to a node of Cassandra.");
    public static final ConfigEntry<Duration> KEEP_ALIVE = MillraceConfig.duration(
            OURS + "connection.keepAlive",
            "5m",
            SPARKS + "connection.keepAliveMS",
            "How long a process keeps its session with Cassandra without work.");
    public static final ConfigEntry<Duration> REQUEST_TIMEOUT = MillraceConfig.duration(
            OURS + "read.timeout",
            "20s",
            SPARKS + "read.timeoutMS",
            "How long to wait for the answer to one request, read or write.");
    public static final ConfigEntry<Integer> RETRY_COUNT = MillraceConfig.integer(
            OURS + "query.retry.count",
            "10",
            SPARKS + "query.retry.count",
            0,
            "How often one request is sent again when nodes are away, overloaded or late, with pauses that grow, before its"
                    + " task fails.");

    public static final ConfigEntry<String> USERNAME = MillraceConfig.text(
            OURS + "auth.username", null, SPARKS + "auth.username", "User to log in as. Default: no login.");
    public static final ConfigEntry<String> PASSWORD = MillraceConfig.text(
            OURS + "auth.password", null, SPARKS + "auth.password", "Password of the user; a file is better.");
    public static final ConfigEntry<String> PASSWORD_FILE = MillraceConfig.text(
            OURS + "auth.passwordFile",
            null,
            null,
            "File with the password of the user, at the driver and at each executor, such as a mounted Secret.");
    public static final ConfigEntry<Boolean> SSL = MillraceConfig.bool(
            OURS + "connection.ssl.enabled", "false", SPARKS + "connection.ssl.enabled", "Connect with TLS.");
    public static final ConfigEntry<String> TRUST_STORE = MillraceConfig.text(
            OURS + "connection.ssl.trustStore.path",
            null,
            SPARKS + "connection.ssl.trustStore.path",
            "Key store file with the authorities of the nodes' certificates, at the driver and at each executor. Default: those"
                    + " of the JVM.");
    public static final ConfigEntry<String> TRUST_STORE_PASSWORD = MillraceConfig.text(
            OURS + "connection.ssl.trustStore.password",
            null,
            SPARKS + "connection.ssl.trustStore.password",
            "Password of that file.");
    public static final ConfigEntry<String> KEY_STORE = MillraceConfig.text(
            OURS + "connection.ssl.keyStore.path",
            null,
            SPARKS + "connection.ssl.keyStore.path",
            "Key store file with the certificate to show to nodes that want one, at the driver and at each executor.");
    public static final ConfigEntry<String> KEY_STORE_PASSWORD = MillraceConfig.text(
            OURS + "connection.ssl.keyStore.password",
            null,
            SPARKS + "connection.ssl.keyStore.password",
            "Password of that file.");
    public static final ConfigEntry<Boolean> SSL_HOSTNAMES = MillraceConfig.bool(
            OURS + "connection.ssl.hostnameVerification",
            "true",
            null,
            "Refuse a node whose certificate does not name its address.");

    public static final ConfigEntry<String> OUTPUT_CONSISTENCY = consistency(
            "output.consistency.level",
            "local_quorum",
            "How many replicas must have a row before it counts as written.");
    public static final ConfigEntry<Integer> OUTPUT_BATCH_BYTES = MillraceConfig.integer(
            OURS + "output.batch.size.bytes",
            "1024",
            SPARKS + "output.batch.size.bytes",
            0,
            "Rows of one partition key that are written in one request have so many bytes at most; 0 for one row a request.");
    public static final ConfigEntry<Integer> OUTPUT_BATCH_BUFFER = MillraceConfig.integer(
            OURS + "output.batch.grouping.buffer.size",
            "1000",
            SPARKS + "output.batch.grouping.buffer.size",
            1,
            "Partition keys whose rows one task gathers at the same time.");
    public static final ConfigEntry<String> OUTPUT_BATCH_KEY = ConfigEntry.declare(
            OURS + "output.batch.grouping.key",
            "partition or none",
            "partition",
            SPARKS + "output.batch.grouping.key",
            "Which rows may be written in one request: those of one partition key, or none.",
            text -> text.toLowerCase(Locale.ROOT),
            text -> text.matches("partition|none"));
    public static final ConfigEntry<Integer> OUTPUT_CONCURRENT_WRITES = MillraceConfig.integer(
            OURS + "output.concurrent.writes",
            "64",
            SPARKS + "output.concurrent.writes",
            1,
            "Requests that one task has under way at the same time when it writes.");
    public static final ConfigEntry<Double> OUTPUT_THROUGHPUT = ConfigEntry.declare(
            OURS + "output.throughputMBPerSec",
            "a number >= 0",
            "0",
            SPARKS + "output.throughputMBPerSec",
            "Mebibytes that one task writes in a second at most; 0 for no limit.",
            Double::parseDouble,
            value -> value >= 0);
    public static final ConfigEntry<Integer> OUTPUT_TTL = MillraceConfig.integer(
            OURS + "output.ttl",
            "0",
            SPARKS + "output.ttl",
            0,
            "Seconds after which what is written vanishes; 0 for as the table says.");
    public static final ConfigEntry<Boolean> OUTPUT_IGNORE_NULLS = MillraceConfig.bool(
            OURS + "output.ignoreNulls",
            "false",
            SPARKS + "output.ignoreNulls",
            "Leave a column as it is where its value is null, instead of deleting it.");

    public static final ConfigEntry<String> INPUT_CONSISTENCY =
            consistency("input.consistency.level", "local_one", "How many replicas are asked when a row is read.");
    public static final ConfigEntry<Integer> INPUT_SPLIT_SIZE = MillraceConfig.integer(
            OURS + "input.split.sizeInMB",
            "512",
            SPARKS + "input.split.sizeInMB",
            1,
            "Mebibytes of a table, as Cassandra estimates them, that make a partition of a data set.");
    public static final ConfigEntry<Integer> INPUT_FETCH_ROWS = MillraceConfig.integer(
            OURS + "input.fetch.sizeInRows",
            "1000",
            SPARKS + "input.fetch.sizeInRows",
            1,
            "Rows that one request fetches; the next ones are fetched while these are worked on.");
    public static final ConfigEntry<Integer> CONCURRENT_READS = MillraceConfig.integer(
            OURS + "concurrent.reads",
            "64",
            SPARKS + "concurrent.reads",
            1,
            "Requests that one task has under way at the same time when it joins with a table.");

    private CassandraConfig() {}

    /** Makes sure that all entries are declared. */
    static void load() {}

    private static ConfigEntry<String> consistency(String key, String defaultText, String doc) {
        return ConfigEntry.declare(
                OURS + key,
                "a consistency level such as one, local_quorum or all",
                defaultText,
                SPARKS + key,
                doc,
                text -> text.toLowerCase(Locale.ROOT),
                text -> text.matches(LEVELS));
    }
}

package dev.millrace.examples.weather;

import static dev.millrace.cassandra.CassandraFunctions.functions;
import static dev.millrace.cassandra.CassandraFunctions.mapToRow;

import dev.millrace.conf.MillraceConf;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import java.util.Arrays;

/** Makes the tables anew from all readings that there ever were, by the functions of the stream: a batch job. */
public final class RecomputeHistory {
    private RecomputeHistory() {}

    /** Takes the directory with all readings and the keyspace. */
    public static void main(String[] args) {
        if (args.length != 2) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    "expected two arguments, DIRECTORY and KEYSPACE, found " + Arrays.toString(args));
        }
        MillraceConf conf = new MillraceConf().setMaster("local[2]").setAppName("weather-history");
        try (MillraceContext context = new MillraceContext(conf)) {
            run(context.textFile(args[0]), args[1]);
        }
    }

    static void run(RDD<String> lines, String keyspace) {
        PairRDD<Bucket, Summary> totals =
                lines.map(Reading::parse).flatMapToPair(Rollup::buckets).reduceByKey(Summary::plus);
        totals.cache();
        for (Grain grain : Grain.values()) {
            functions(totals.filter(row -> row._1().grain() == grain).map(row -> Rollup.of(row._1(), row._2())))
                    .writerBuilder(keyspace, grain.table(), mapToRow(Rollup.class))
                    .saveToCassandra();
        }
    }
}

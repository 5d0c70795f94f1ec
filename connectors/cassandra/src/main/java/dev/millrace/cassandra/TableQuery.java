package dev.millrace.cassandra;

import dev.millrace.conf.CassandraConfig;
import dev.millrace.conf.MillraceConf;
import java.io.Serializable;
import java.util.List;

/**
 * What is read of a table, and how; goes to the executors with the plan. Immutable; equal when all settings are.
 *
 * @param where conditions in CQL, with a {@code ?} for each of the values
 * @param limit of rows of each partition of the data set; 0 for none
 * @param concurrent requests of a join that are under way at the same time
 */
record TableQuery(
        ConnectionSettings connection,
        String keyspace,
        String table,
        ColumnSelector columns,
        List<String> where,
        List<Serializable> values,
        long limit,
        int fetchRows,
        String consistency,
        int concurrent,
        int retries)
        implements Serializable {
    static TableQuery of(MillraceConf conf, String keyspace, String table) {
        return new TableQuery(
                ConnectionSettings.of(conf),
                keyspace,
                table,
                CassandraFunctions.allColumns(),
                List.of(),
                List.of(),
                0,
                conf.get(CassandraConfig.INPUT_FETCH_ROWS),
                conf.get(CassandraConfig.INPUT_CONSISTENCY),
                conf.get(CassandraConfig.CONCURRENT_READS),
                conf.get(CassandraConfig.RETRY_COUNT));
    }

    TableQuery with(ColumnSelector changed) {
        return new TableQuery(
                connection,
                keyspace,
                table,
                changed,
                where,
                values,
                limit,
                fetchRows,
                consistency,
                concurrent,
                retries);
    }

    TableQuery with(List<String> conditions, List<Serializable> theirValues) {
        return new TableQuery(
                connection,
                keyspace,
                table,
                columns,
                conditions,
                theirValues,
                limit,
                fetchRows,
                consistency,
                concurrent,
                retries);
    }

    TableQuery withLimit(long changed) {
        return new TableQuery(
                connection,
                keyspace,
                table,
                columns,
                where,
                values,
                changed,
                fetchRows,
                consistency,
                concurrent,
                retries);
    }
}

package dev.millrace.cassandra;

import dev.millrace.conf.CassandraConfig;
import dev.millrace.conf.MillraceConf;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What is written where and how; goes to the executors with the plan. Immutable; equal when all settings are. */
record WriteSettings(
        String keyspace,
        String table,
        ColumnSelector columns,
        String consistency,
        TimestampRule timestamp,
        Lifetime lifetime,
        boolean ifNotExists,
        boolean ignoreNulls,
        Pace pace)
        implements Serializable {
    static WriteSettings of(MillraceConf conf, String keyspace, String table) {
        return new WriteSettings(
                keyspace,
                table,
                CassandraFunctions.allColumns(),
                conf.get(CassandraConfig.OUTPUT_CONSISTENCY),
                new TimestampRule.OfBatch(),
                new Lifetime(conf.get(CassandraConfig.OUTPUT_TTL), null),
                false,
                conf.get(CassandraConfig.OUTPUT_IGNORE_NULLS),
                Pace.of(conf));
    }

    WriteSettings with(ColumnSelector changed) {
        return new WriteSettings(
                keyspace, table, changed, consistency, timestamp, lifetime, ifNotExists, ignoreNulls, pace);
    }

    WriteSettings withConsistency(String changed) {
        return new WriteSettings(
                keyspace, table, columns, changed, timestamp, lifetime, ifNotExists, ignoreNulls, pace);
    }

    WriteSettings with(TimestampRule changed) {
        return new WriteSettings(
                keyspace, table, columns, consistency, changed, lifetime, ifNotExists, ignoreNulls, pace);
    }

    WriteSettings with(Lifetime changed) {
        return new WriteSettings(
                keyspace, table, columns, consistency, timestamp, changed, ifNotExists, ignoreNulls, pace);
    }

    WriteSettings withIfNotExists(boolean changed) {
        return new WriteSettings(
                keyspace, table, columns, consistency, timestamp, lifetime, changed, ignoreNulls, pace);
    }

    WriteSettings withIgnoreNulls(boolean changed) {
        return new WriteSettings(
                keyspace, table, columns, consistency, timestamp, lifetime, ifNotExists, changed, pace);
    }

    WriteSettings with(Pace changed) {
        return new WriteSettings(
                keyspace, table, columns, consistency, timestamp, lifetime, ifNotExists, ignoreNulls, changed);
    }

    /** Whether rows carry a timestamp of ours; Cassandra gives those of a conditional write their own. */
    boolean hasTimestamp() {
        return !ifNotExists && timestamp.isRepeatable();
    }

    /** The values that objects must have beside those of columns: timestamp, then lifetime. */
    List<String> extras() {
        List<String> extras = new ArrayList<>();
        if (timestamp instanceof TimestampRule.PerRow perRow) {
            extras.add(perRow.name());
        }
        if (lifetime.name() != null) {
            extras.add(lifetime.name());
        }
        return extras;
    }
}

package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.token.TokenRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits the ring of tokens, and with it every table, into parts of about the same size. */
final class TokenSplits {
    private static final long MEBI = 1024 * 1024;

    private TokenSplits() {}

    /**
     * Tokens above {@code after} up to {@code upTo}, as the driver formats them.
     *
     * @param upTo null for the end of the ring
     */
    record Range(String after, @Nullable String upTo) implements Serializable {}

    /** At least one group of ranges, about as many groups as wanted; together they are the whole ring. */
    static List<List<Range>> of(CqlSession session, int wanted) {
        TokenMap ring = session.getMetadata()
                .getTokenMap()
                .orElseThrow(() -> new IllegalStateException("the driver has no token map"));
        List<TokenRange> whole = new ArrayList<>();
        ring.getTokenRanges().stream().sorted().forEach(range -> whole.addAll(range.unwrap()));
        int pieces = Math.max(1, (wanted + whole.size() - 1) / whole.size());
        List<Range> ranges = new ArrayList<>();
        for (TokenRange range : whole) {
            for (TokenRange piece : range.splitEvenly(pieces)) {
                for (TokenRange plain : piece.unwrap()) {
                    boolean toTheEnd = plain.getEnd().compareTo(plain.getStart()) <= 0;
                    ranges.add(new Range(ring.format(plain.getStart()), toTheEnd ? null : ring.format(plain.getEnd())));
                }
            }
        }
        return grouped(ranges, Math.min(wanted, ranges.size()));
    }

    private static List<List<Range>> grouped(List<Range> ranges, int groups) {
        List<List<Range>> all = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            int from = (int) ((long) ranges.size() * i / groups);
            int to = (int) ((long) ranges.size() * (i + 1) / groups);
            all.add(List.copyOf(ranges.subList(from, to)));
        }
        return all;
    }

    /** How many parts of so many mebibytes a table has, as Cassandra estimates, which it does now and then. */
    static int countBySize(CqlSession session, String keyspace, String table, int mebibytes) {
        double bytes = 0;
        for (Row row : session.execute(SimpleStatement.newInstance(
                "SELECT mean_partition_size, partitions_count FROM system.size_estimates"
                        + " WHERE keyspace_name = ? AND table_name = ?",
                keyspace,
                table))) {
            bytes += (double) row.getLong(0) * row.getLong(1);
        }
        return (int) Math.min(1_000_000, 1 + bytes / (mebibytes * MEBI));
    }
}

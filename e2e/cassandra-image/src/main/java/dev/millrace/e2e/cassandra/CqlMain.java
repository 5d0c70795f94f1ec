package dev.millrace.e2e.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;

/** Runs statements at a server and prints the rows that come back: one a line, its values apart by tabs. */
public final class CqlMain {
    /** The first statements of a server that has just started take longer than the driver waits by itself. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private CqlMain() {}

    /** Takes the host, the port and the statements. */
    public static void main(String[] arguments) {
        if (arguments.length < 3) {
            throw new IllegalArgumentException(
                    "expected HOST, PORT and statements, found " + Arrays.toString(arguments));
        }
        DriverConfigLoader settings = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, LONGEST)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, LONGEST)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, LONGEST)
                .build();
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])))
                .withLocalDatacenter("datacenter1")
                .withConfigLoader(settings)
                .build()) {
            for (String statement : Arrays.asList(arguments).subList(2, arguments.length)) {
                for (Row row : session.execute(statement)) {
                    System.out.println(text(row));
                }
            }
        }
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < row.getColumnDefinitions().size(); column++) {
            text.append(column == 0 ? "" : "\t").append(row.getObject(column));
        }
        return text.toString();
    }
}

package dev.millrace.cassandra.server;

import java.io.IOException;
import java.io.OutputStream;

/** What the server's process runs: Cassandra, until standard input ends, which it does when the process that started it ends. */
final class ServerMain {
    private static final String CASSANDRA = "org.apache.cassandra.service.CassandraDaemon";

    private ServerMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(ServerMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(CASSANDRA).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(1);
    }
}

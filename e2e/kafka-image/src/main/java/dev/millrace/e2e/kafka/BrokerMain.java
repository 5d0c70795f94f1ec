package dev.millrace.e2e.kafka;

import dev.millrace.kafka.broker.BrokerSettings;
import dev.millrace.kafka.broker.TestBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TopicExistsException;

/** What the broker's container runs: a broker that is its own controller, with one topic, until it is told to end. */
public final class BrokerMain {
    private BrokerMain() {}

    /**
     * Takes the directory for its data, the name by which clients reach it, its port, a topic and that topic's number of partitions.
     * The controller listens on loopback at the port after its own. A broker whose directory has data goes on with them.
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            throw new IllegalArgumentException(
                    "expected DIRECTORY, HOST, PORT, TOPIC and PARTITIONS, found " + arguments.length + " arguments");
        }
        int port = Integer.parseInt(arguments[2]);
        TestBroker broker = TestBroker.start(settings(Path.of(arguments[0]), arguments[1], port));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop"));
        try {
            broker.createTopic(arguments[3], Integer.parseInt(arguments[4]));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        System.out.println("The broker is ready at " + arguments[1] + ":" + port);
    }

    private static BrokerSettings settings(Path directory, String host, int port) {
        int controllerPort = port + 1;
        return new BrokerSettings(directory, port, controllerPort, null, null, Map.of())
                .with("listeners", "PLAINTEXT://0.0.0.0:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort))
                .with("advertised.listeners", "PLAINTEXT://%s:%d".formatted(host, port));
    }
}

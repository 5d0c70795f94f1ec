package dev.millrace.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker is to be like; each method returns a copy with one thing changed. It listens on loopback alone. Immutable.
 *
 * @param directory where it keeps its data; made when it is not there
 * @param port of its listener without TLS and login
 * @param controllerPort of its controller
 * @param tls the listener with TLS; null for none
 * @param sasl the listener with login; null for none
 * @param properties of the broker's configuration, on top of the others
 */
public record BrokerSettings(
        Path directory,
        int port,
        int controllerPort,
        @Nullable Tls tls,
        @Nullable Sasl sasl,
        Map<String, String> properties) {
    private static final String HOST = "127.0.0.1";

    /**
     * A listener with TLS.
     *
     * @param certificate of the broker, with its chain, as PEM
     * @param privateKey of the certificate, as PEM (PKCS#8)
     * @param trusted authorities of clients, as PEM; a client without a certificate of theirs is refused
     */
    public record Tls(int port, String certificate, String privateKey, String trusted) {
        @Override
        public String toString() {
            return "Tls[port=" + port + "]";
        }
    }

    /** A listener without TLS at which one user may log in, by SCRAM-SHA-256 or PLAIN. */
    public record Sasl(int port, String user, String password) {
        @Override
        public String toString() {
            return "Sasl[port=" + port + ", user=" + user + "]";
        }
    }

    public BrokerSettings {
        properties = Map.copyOf(properties);
    }

    /** A broker with one plain listener, on ports that are free now. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, freePort(), freePort(), null, null, Map.of());
    }

    /** With the plain listener at that port. */
    public BrokerSettings withPort(int newPort) {
        return new BrokerSettings(directory, newPort, controllerPort, tls, sasl, properties);
    }

    /** With a listener for clients that have a certificate. */
    public BrokerSettings withTls(String certificate, String privateKey, String trusted) {
        Tls listener = new Tls(freePort(), certificate, privateKey, trusted);
        return new BrokerSettings(directory, port, controllerPort, listener, sasl, properties);
    }

    /** With a listener at which this user may log in. */
    public BrokerSettings withSasl(String user, String password) {
        Sasl listener = new Sasl(freePort(), user, password);
        return new BrokerSettings(directory, port, controllerPort, tls, listener, properties);
    }

    /** With a property of the broker's configuration. */
    public BrokerSettings with(String property, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, value);
        return new BrokerSettings(directory, port, controllerPort, tls, sasl, more);
    }

    /** {@code host:port} of the plain listener. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    /** The broker's configuration. */
    Map<String, String> toProperties() {
        List<String> listeners = new ArrayList<>();
        listeners.add("PLAINTEXT://" + HOST + ":" + port);
        Map<String, String> all = new HashMap<>();
        if (tls != null) {
            listeners.add("SSL://" + HOST + ":" + tls.port());
            all.put("ssl.keystore.type", "PEM");
            all.put("ssl.keystore.certificate.chain", tls.certificate());
            all.put("ssl.keystore.key", tls.privateKey());
            all.put("ssl.truststore.type", "PEM");
            all.put("ssl.truststore.certificates", tls.trusted());
            all.put("ssl.client.auth", "required");
            all.put("ssl.endpoint.identification.algorithm", "");
        }
        if (sasl != null) {
            listeners.add("SASL_PLAINTEXT://" + HOST + ":" + sasl.port());
            String modules = "org.apache.kafka.common.security.";
            all.put("sasl.enabled.mechanisms", "SCRAM-SHA-256,PLAIN");
            all.put(
                    "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config",
                    modules + "scram.ScramLoginModule required;");
            all.put(
                    "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                    modules + "plain.PlainLoginModule required user_" + sasl.user() + "=\"" + sasl.password() + "\";");
        }
        String advertised = String.join(",", listeners);
        all.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listeners", advertised + ",CONTROLLER://" + HOST + ":" + controllerPort);
        all.put("advertised.listeners", advertised);
        all.put("log.dirs", directory.toAbsolutePath().toString());
        // one broker keeps the only copy of everything
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            all.put(topic + ".replication.factor", "1");
        }
        all.put("offsets.topic.num.partitions", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("auto.create.topics.enable", "false");
        all.put("log.initial.task.delay.ms", "500");
        all.putAll(properties);
        return all;
    }
}

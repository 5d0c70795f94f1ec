package dev.millrace.cassandra.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Configuration and data of one server, all in one directory. */
record ServerFiles(Path directory) {
    Path configuration() {
        return directory.resolve("cassandra.yaml");
    }

    Path logging() {
        return directory.resolve("logback.xml");
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Where the process writes what it logs. */
    Path log() {
        return directory.resolve("server.log");
    }

    void write(int storagePort, int nativePort, CassandraServer.@Nullable Tls tls) throws IOException {
        Files.createDirectories(data());
        Files.writeString(logging(), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="out"/></root>
                </configuration>
                """);
        Files.writeString(configuration(), yaml(storagePort, nativePort, tls));
    }

    /** One node that owns everything, listens on loopback alone and waits for nobody. */
    private String yaml(int storagePort, int nativePort, CassandraServer.@Nullable Tls tls) {
        StringBuilder yaml = new StringBuilder("""
                cluster_name: tests
                num_tokens: 1
                auto_bootstrap: false
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                authenticator: PasswordAuthenticator
                role_manager: CassandraRoleManager
                listen_address: 127.0.0.1
                rpc_address: 127.0.0.1
                commitlog_sync: batch
                commitlog_segment_size: 8MiB
                auto_snapshot: false
                hinted_handoff_enabled: false
                """);
        yaml.append("storage_port: ").append(storagePort).append('\n');
        yaml.append("native_transport_port: ").append(nativePort).append('\n');
        yaml.append("seed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n")
                .append("    parameters:\n      - seeds: \"127.0.0.1:")
                .append(storagePort)
                .append("\"\n");
        for (String kind : List.of("commitlog", "saved_caches", "hints", "cdc_raw")) {
            yaml.append(kind)
                    .append("_directory: ")
                    .append(data().resolve(kind))
                    .append('\n');
        }
        yaml.append("data_file_directories:\n  - ")
                .append(data().resolve("tables"))
                .append('\n');
        if (tls != null) {
            yaml.append("client_encryption_options:\n  enabled: true\n  optional: true\n  require_client_auth: false\n")
                    .append("  store_type: PKCS12\n  keystore: ")
                    .append(tls.keyStore().toAbsolutePath())
                    .append("\n  keystore_password: ")
                    .append(tls.password())
                    .append('\n');
        }
        return yaml.toString();
    }

    void delete() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

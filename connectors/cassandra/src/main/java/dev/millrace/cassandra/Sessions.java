package dev.millrace.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import dev.millrace.conf.CassandraConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Opens sessions as the settings say. */
final class Sessions {
    private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(30);

    private Sessions() {}

    /** @throws dev.millrace.error.MillraceException when no node lets it in */
    static CqlSession open(ConnectionSettings settings) {
        try {
            CqlSessionBuilder builder = CqlSession.builder()
                    .withClassLoader(Sessions.class.getClassLoader())
                    .withConfigLoader(configuration(settings));
            for (ConnectionSettings.Address address : settings.addresses()) {
                builder.addContactPoint(new InetSocketAddress(address.host(), address.port()));
            }
            Optional<String> dataCentre = settings.find(CassandraConfig.LOCAL_DC);
            dataCentre.ifPresent(builder::withLocalDatacenter);
            Optional<String> user = settings.find(CassandraConfig.USERNAME);
            if (user.isPresent()) {
                builder.withAuthCredentials(user.get(), settings.password());
            }
            return builder.build();
        } catch (com.datastax.oss.driver.api.core.DriverException
                | IllegalStateException
                | IllegalArgumentException e) {
            throw CassandraErrors.connection(settings, e);
        }
    }

    private static DriverConfigLoader configuration(ConnectionSettings settings) {
        Duration request = settings.get(CassandraConfig.REQUEST_TIMEOUT);
        Duration connect = settings.get(CassandraConfig.CONNECT_TIMEOUT);
        ProgrammaticDriverConfigLoaderBuilder options = DriverConfigLoader.programmaticBuilder(
                        Sessions.class.getClassLoader())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, request)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(100))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(5))
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true) // an executor that ends does not wait for them
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .withString(DefaultDriverOption.LOAD_BALANCING_POLICY_CLASS, "DcInferringLoadBalancingPolicy");
        if (settings.get(CassandraConfig.SSL)) {
            options.withString(DefaultDriverOption.SSL_ENGINE_FACTORY_CLASS, "DefaultSslEngineFactory")
                    .withBoolean(
                            DefaultDriverOption.SSL_HOSTNAME_VALIDATION, settings.get(CassandraConfig.SSL_HOSTNAMES));
            set(options, DefaultDriverOption.SSL_TRUSTSTORE_PATH, settings.find(CassandraConfig.TRUST_STORE));
            set(
                    options,
                    DefaultDriverOption.SSL_TRUSTSTORE_PASSWORD,
                    settings.find(CassandraConfig.TRUST_STORE_PASSWORD));
            set(options, DefaultDriverOption.SSL_KEYSTORE_PATH, settings.find(CassandraConfig.KEY_STORE));
            set(options, DefaultDriverOption.SSL_KEYSTORE_PASSWORD, settings.find(CassandraConfig.KEY_STORE_PASSWORD));
        }
        return options.build();
    }

    private static void set(
            ProgrammaticDriverConfigLoaderBuilder options, DefaultDriverOption option, Optional<String> value) {
        value.ifPresent(text -> options.withString(option, text));
    }
}

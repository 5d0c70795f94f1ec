package dev.millrace.rpc;

import dev.millrace.conf.ConfigEntry;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS 1.3 with the certificate of this process and the certificate authority of the job. A peer is known by the
 * common name of its certificate ({@code driver}, {@code executor-0}); names of hosts play no part, since pods come and go.
 *
 * @param server for connections that are accepted
 * @param client for connections that are opened
 */
public record Tls(SslContext server, SslContext client) {
    /**
     * Reads the PEM files that the configuration names.
     *
     * @throws MillraceException when a key is not set, or a file is missing or malformed
     */
    public static Tls of(MillraceConf conf) {
        File certificate = file(conf, MillraceConfig.TLS_CERTIFICATE);
        File key = file(conf, MillraceConfig.TLS_PRIVATE_KEY);
        File trusted = file(conf, MillraceConfig.TLS_TRUSTED);
        try {
            return new Tls(
                    SslContextBuilder.forServer(certificate, key)
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3")
                            .trustManager(trusted)
                            .clientAuth(ClientAuth.REQUIRE)
                            .build(),
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3")
                            .keyManager(certificate, key)
                            .trustManager(trusted)
                            .endpointIdentificationAlgorithm(null)
                            .build());
        } catch (SSLException | IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    "cannot use the certificates " + certificate + ", " + key + ", " + trusted
                            + ": expected PEM files, the key as PKCS#8; " + e.getMessage(),
                    e);
        }
    }

    /** For servers of the JDK, which have to ask for the peer's certificate themselves. */
    public SSLContext serverContext() {
        return ((JdkSslContext) server).context();
    }

    private static File file(MillraceConf conf, ConfigEntry<String> entry) {
        File file = new File(conf.get(entry));
        if (!file.isFile() || !file.canRead()) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION, entry.key() + ": there is no readable file " + file.getAbsolutePath());
        }
        return file;
    }
}

package dev.millrace.rpc;

import dev.millrace.conf.ConfigEntry;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Mutual TLS 1.3 with the certificate of this process and the certificate authority of the job. A peer is known by the
 * common name of its certificate ({@code driver}, {@code executor-0}); names of hosts play no part, since pods come and go.
 *
 * @param server for connections that are accepted
 * @param client for connections that are opened
 */
public record Tls(SslContext server, SslContext client) {
    private static final String PROTOCOL = "TLSv1.3";
    private static final char[] NO_PASSWORD = {};

    /**
     * Reads the PEM files that the configuration names.
     *
     * @throws MillraceException when a key is not set, or a file is missing or malformed
     */
    public static Tls of(MillraceConf conf) {
        Path certificate = file(conf, MillraceConfig.TLS_CERTIFICATE);
        Path key = file(conf, MillraceConfig.TLS_PRIVATE_KEY);
        Path trusted = file(conf, MillraceConfig.TLS_TRUSTED);
        try {
            SSLContext context =
                    context(PemFile.privateKey(key), PemFile.certificates(certificate), PemFile.certificates(trusted));
            return new Tls(ssl(context, false), ssl(context, true));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    "cannot use the certificates " + certificate + ", " + key + ", " + trusted
                            + ": expected PEM files, the key as PKCS#8; " + e.getMessage(),
                    e);
        }
    }

    private static SSLContext context(PrivateKey key, X509Certificate[] own, X509Certificate[] authorities)
            throws IOException, GeneralSecurityException {
        KeyStore keys = emptyStore();
        keys.setKeyEntry("own", key, NO_PASSWORD, own);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, NO_PASSWORD);
        // apart from the keys, since everything in it is trusted
        KeyStore trusted = emptyStore();
        for (int i = 0; i < authorities.length; i++) {
            trusted.setCertificateEntry("authority-" + i, authorities[i]);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** In memory only. PKCS12 would encrypt keys for it with thousands of rounds, which a start has to wait for. */
    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    /** Not by way of Netty's builder, which loads Bouncy Castle where it is on the class path: half a second of a start. */
    private static JdkSslContext ssl(SSLContext context, boolean client) {
        return new JdkSslContext(
                context,
                client,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                null,
                ClientAuth.REQUIRE,
                new String[] {PROTOCOL},
                false);
    }

    /** For servers of the JDK, which have to ask for the peer's certificate themselves. */
    public SSLContext serverContext() {
        return ((JdkSslContext) server).context();
    }

    private static Path file(MillraceConf conf, ConfigEntry<String> entry) {
        Path file = Path.of(conf.get(entry));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION, entry.key() + ": there is no readable file " + file.toAbsolutePath());
        }
        return file;
    }
}

package dev.millrace.rpc;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority for the processes of a test, and TLS as the JDK does it for peers that misbehave. */
public final class TestAuthority {
    private static final X500Principal NAME = new X500Principal("CN=authority");

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority() throws Exception {
        this.certificate =
                sign(builder(NAME, keys).addExtension(Extension.basicConstraints, true, new BasicConstraints(0)));
    }

    /** What a process proves with who it is. */
    record Identity(X509Certificate certificate, PrivateKey key) {}

    Identity issue(String name) throws Exception {
        KeyPair own = newKeys();
        return new Identity(sign(builder(new X500Principal("O=Millrace, CN=" + name), own)), own.getPrivate());
    }

    /** A configuration with a certificate for {@code name}, whose files are in {@code folder}. */
    public MillraceConf conf(Path folder, String name) throws Exception {
        Identity identity = issue(name);
        Path own = Files.createDirectories(folder.resolve(name + "-" + new BigInteger(32, random)));
        return new MillraceConf(false)
                .set(MillraceConfig.TLS_TRUSTED, file(own, "authority.crt", "CERTIFICATE", certificate.getEncoded()))
                .set(
                        MillraceConfig.TLS_CERTIFICATE,
                        file(
                                own,
                                "own.crt",
                                "CERTIFICATE",
                                identity.certificate().getEncoded()))
                .set(
                        MillraceConfig.TLS_PRIVATE_KEY,
                        file(own, "own.key", "PRIVATE KEY", identity.key().getEncoded()));
    }

    /** TLS for sockets that prove to be {@code identity}; that prove nothing when it is null. */
    SSLContext context(@Nullable Identity identity) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] own = null;
        if (identity != null) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", identity.key(), new char[0], new X509Certificate[] {identity.certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            own = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own, trust.getTrustManagers(), random);
        return context;
    }

    private X509v3CertificateBuilder builder(X500Principal subject, KeyPair subjectKeys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(128, random),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofHours(5))),
                subject,
                subjectKeys.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static String file(Path folder, String name, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                        folder.resolve(name),
                        "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
                .toString();
    }
}

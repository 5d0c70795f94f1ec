package dev.millrace.cli;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one run: it signs one certificate for each process, with the process's role as its name,
 * so that driver and executors know each other and nobody else. Its own key never leaves this JVM.
 */
public final class JobAuthority {
    /** Name of the driver in its certificate. */
    public static final String DRIVER = "driver";

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final X500Principal name;
    private final X509Certificate certificate;

    /** An authority for the processes of {@code job}. */
    public JobAuthority(String job) throws GeneralSecurityException {
        this.keys = newKeys();
        this.name = new X500Principal("O=Millrace, OU=" + job + ", CN=authority");
        this.certificate = selfSigned();
    }

    /** Name of an executor in its certificate. */
    public static String executor(int ordinal) {
        return "executor-" + ordinal;
    }

    /** The certificate that all processes trust, as PEM. */
    public String trusted() throws CertificateEncodingException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** Makes a key and its certificate for the process called {@code role}. */
    public Identity issue(String role) throws GeneralSecurityException {
        KeyPair process = newKeys();
        X500Principal subject = new X500Principal("O=Millrace, CN=" + role);
        try {
            X509v3CertificateBuilder builder = builder(subject, process)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, role)));
            return new Identity(
                    pem("CERTIFICATE", sign(builder).getEncoded()), pem("PRIVATE KEY", encoded(process.getPrivate())));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509Certificate selfSigned() throws GeneralSecurityException {
        try {
            return sign(builder(name, keys)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Principal subject, KeyPair subjectKeys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(128, random),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFETIME)),
                subject,
                subjectKeys.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static byte[] encoded(PrivateKey key) {
        return key.getEncoded();
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    /** A certificate and its private key (PKCS#8), as PEM. */
    public record Identity(String certificate, String privateKey) {}
}

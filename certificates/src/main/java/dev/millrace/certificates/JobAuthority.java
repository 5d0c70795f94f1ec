package dev.millrace.certificates;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
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
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one job: it signs a certificate for each process, with the process's role as its name, so
 * that driver and executors know each other and nobody else. Two jobs must never share one: the certificates do not say
 * which job they are for.
 *
 * <p>Keys are of the curve P-256, serial numbers are random, and a certificate that was issued can be used for TLS alone,
 * on both sides. Thread-safe.
 */
public final class JobAuthority {
    private static final String ORGANIZATION = "Millrace";
    /** RFC 5280 allows 20 octets; with the highest bit set the number is positive and never short. */
    private static final int SERIAL_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final X509Certificate certificate;
    private final PrivateKey key;

    private JobAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Makes a new authority.
     *
     * @param job name of the job, for people who read the certificate
     * @param validity of the authority's own certificate; none that it issues can be valid outside
     */
    public static JobAuthority create(String job, Validity validity) throws GeneralSecurityException {
        KeyPair keys = Keys.generate();
        X500Name name =
                name().addRDN(BCStyle.OU, job).addRDN(BCStyle.CN, "authority").build();
        try {
            X509v3CertificateBuilder builder = builder(name, validity, name, keys.getPublic(), new SecureRandom())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return new JobAuthority(sign(builder, keys.getPrivate()), keys.getPrivate());
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * The authority that {@link #credential} was kept of.
     *
     * @throws GeneralSecurityException when that is no certificate of an authority with its key
     */
    public static JobAuthority restore(Credential credential) throws GeneralSecurityException {
        X509Certificate certificate = Pem.certificate(credential.certificate());
        PrivateKey key = Pem.privateKey(credential.privateKey());
        if (certificate.getBasicConstraints() < 0) {
            throw new CertificateException("the certificate of " + certificate.getSubjectX500Principal()
                    + " cannot sign others: expected that of a job's authority");
        }
        if (!Keys.belongTogether(certificate.getPublicKey(), key)) {
            throw new InvalidKeyException("the private key is not that of the certificate of "
                    + certificate.getSubjectX500Principal() + ": keep the two of one authority together");
        }
        return new JobAuthority(certificate, key);
    }

    /** The certificate that all processes of the job trust, as PEM. */
    public String trusted() throws GeneralSecurityException {
        return Pem.of(certificate);
    }

    /** The authority itself, to be kept where no process of the job can read it. */
    public Credential credential() throws GeneralSecurityException {
        return new Credential(trusted(), Pem.of(key));
    }

    /** When certificates of this authority can be valid. */
    public Validity validity() {
        return Pem.validity(certificate);
    }

    /**
     * Makes a key and its certificate for the process with {@code role}. A renewed certificate is simply another one: those
     * issued before stay valid until they end.
     *
     * @throws IllegalArgumentException when {@code validity} is not within that of the authority
     */
    public Credential issue(Role role, Validity validity) throws GeneralSecurityException {
        if (!validity().contains(validity)) {
            throw new IllegalArgumentException(role + ": a certificate from " + validity.notBefore() + " to "
                    + validity.notAfter() + " is not within its authority's, from "
                    + validity().notBefore() + " to "
                    + validity().notAfter() + ": renew the authority first");
        }
        KeyPair keys = Keys.generate();
        X500Name subject = name().addRDN(BCStyle.CN, role.name()).build();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        try {
            X509v3CertificateBuilder builder = builder(issuer, validity, subject, keys.getPublic(), random)
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, role.name())));
            return new Credential(Pem.of(sign(builder, key)), Pem.of(keys.getPrivate()));
        } catch (CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X500NameBuilder name() {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, ORGANIZATION);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, Validity validity, X500Name subject, PublicKey subjectKey, SecureRandom random)
            throws GeneralSecurityException, CertIOException {
        return new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                        Date.from(validity.notBefore()),
                        Date.from(validity.notAfter()),
                        subject,
                        subjectKey)
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(subjectKey));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}

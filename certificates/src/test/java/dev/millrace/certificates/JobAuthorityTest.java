package dev.millrace.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobAuthorityTest {
    private static final Validity YEAR = Validity.lasting(Duration.ofDays(365), Clock.systemUTC());
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    @Test
    void eachProcessHasACertificateWithItsRole() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", YEAR);
        X509Certificate executor = certificate(authority.issue(Role.executor(3), YEAR));
        assertEquals(
                "CN=executor-3,O=Millrace", executor.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "executor-3")), List.copyOf(executor.getSubjectAlternativeNames()));
        assertEquals(
                "CN=authority,OU=word-count,O=Millrace",
                executor.getIssuerX500Principal().getName());
        validate(authority, executor, Instant.now());
    }

    @Test
    void aProcessCanOnlySpeakTls() throws Exception {
        X509Certificate executor = certificate(JobAuthority.create("a", YEAR).issue(Role.executor(0), YEAR));
        assertEquals(-1, executor.getBasicConstraints());
        assertEquals(Set.of(DIGITAL_SIGNATURE), usage(executor));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), executor.getExtendedKeyUsage());
    }

    @Test
    void theAuthorityCanOnlySignProcesses() throws Exception {
        X509Certificate authority = certificate(JobAuthority.create("a", YEAR).credential());
        assertEquals(0, authority.getBasicConstraints());
        assertEquals(Set.of(KEY_CERT_SIGN), usage(authority));
        assertTrue(authority.getCriticalExtensionOIDs().containsAll(Set.of("2.5.29.15", "2.5.29.19")));
    }

    @Test
    void keysAreOfTheCurveP256AndSerialNumbersDiffer() throws Exception {
        JobAuthority authority = JobAuthority.create("a", YEAR);
        X509Certificate first = certificate(authority.issue(Role.DRIVER, YEAR));
        X509Certificate second = certificate(authority.issue(Role.DRIVER, YEAR));
        assertEquals(
                256,
                ((ECPublicKey) first.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize());
        assertEquals("SHA256withECDSA", first.getSigAlgName());
        assertNotEquals(first.getPublicKey(), second.getPublicKey());
        assertNotEquals(first.getSerialNumber(), second.getSerialNumber());
        assertEquals(1, first.getSerialNumber().signum());
        assertEquals(128, first.getSerialNumber().bitLength());
    }

    @Test
    void theKeyBelongsToTheCertificate() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", YEAR);
        Credential driver = authority.issue(Role.DRIVER, YEAR);
        Credential executor = authority.issue(Role.executor(0), YEAR);
        assertTrue(Keys.belongTogether(certificate(driver).getPublicKey(), Pem.privateKey(driver.privateKey())));
        assertFalse(Keys.belongTogether(certificate(executor).getPublicKey(), Pem.privateKey(driver.privateKey())));
    }

    @Test
    void anotherJobsCertificateIsNotTrusted() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", YEAR);
        X509Certificate other =
                certificate(JobAuthority.create("word-count", YEAR).issue(Role.DRIVER, YEAR));
        assertThrows(CertPathValidatorException.class, () -> validate(authority, other, Instant.now()));
    }

    @Test
    void aCertificateIsValidWhenItSaysSo() throws Exception {
        Instant noon = Instant.parse("2031-05-01T12:00:00Z");
        JobAuthority authority = JobAuthority.create("a", new Validity(noon, noon.plusSeconds(7200)));
        Validity hour = new Validity(noon.plusSeconds(60), noon.plusSeconds(3660));
        Credential driver = authority.issue(Role.DRIVER, hour);
        assertEquals(hour, driver.validity());
        validate(authority, certificate(driver), hour.notBefore());
        validate(authority, certificate(driver), hour.notAfter());
        assertThrows(
                CertPathValidatorException.class,
                () -> validate(authority, certificate(driver), hour.notBefore().minusSeconds(1)));
        assertThrows(
                CertPathValidatorException.class,
                () -> validate(authority, certificate(driver), hour.notAfter().plusSeconds(1)));
    }

    @Test
    void aCertificateCannotBeValidOutsideItsAuthoritys() throws Exception {
        Instant noon = Instant.parse("2031-05-01T12:00:00Z");
        JobAuthority authority = JobAuthority.create("a", new Validity(noon, noon.plusSeconds(60)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> authority.issue(Role.DRIVER, new Validity(noon, noon.plusSeconds(61))));
        assertEquals(
                "driver: a certificate from 2031-05-01T12:00:00Z to 2031-05-01T12:01:01Z is not within its authority's,"
                        + " from 2031-05-01T12:00:00Z to 2031-05-01T12:01:00Z: renew the authority first",
                error.getMessage());
    }

    @Test
    void anAuthorityThatWasKeptGoesOn() throws Exception {
        JobAuthority authority = JobAuthority.create("o'neill, \"a=b\"+c", YEAR);
        JobAuthority restored = JobAuthority.restore(authority.credential());
        assertEquals(authority.trusted(), restored.trusted());
        assertEquals(YEAR, restored.validity());
        validate(authority, certificate(restored.issue(Role.executor(1), YEAR)), Instant.now());
    }

    @Test
    void whatIsNoAuthorityIsNotRestored() throws Exception {
        JobAuthority authority = JobAuthority.create("a", YEAR);
        Credential driver = authority.issue(Role.DRIVER, YEAR);
        assertEquals(
                "the certificate of CN=driver, O=Millrace cannot sign others: expected that of a job's authority",
                assertThrows(CertificateException.class, () -> JobAuthority.restore(driver))
                        .getMessage());
        assertEquals(
                "the private key is not that of the certificate of CN=authority, OU=a, O=Millrace: keep the two of one"
                        + " authority together",
                assertThrows(
                                InvalidKeyException.class,
                                () -> JobAuthority.restore(new Credential(authority.trusted(), driver.privateKey())))
                        .getMessage());
        assertThrows(
                CertificateException.class,
                () -> JobAuthority.restore(new Credential("no certificate", driver.privateKey())));
        assertEquals(
                "expected a private key as PEM (-----BEGIN PRIVATE KEY-----, PKCS#8)",
                assertThrows(
                                InvalidKeySpecException.class,
                                () -> JobAuthority.restore(new Credential(authority.trusted(), authority.trusted())))
                        .getMessage());
    }

    private static Set<Integer> usage(X509Certificate certificate) {
        Set<Integer> bits = new HashSet<>();
        boolean[] usage = certificate.getKeyUsage();
        for (int bit = 0; bit < usage.length; bit++) {
            if (usage[bit]) {
                bits.add(bit);
            }
        }
        return bits;
    }

    private static void validate(JobAuthority authority, X509Certificate certificate, Instant time)
            throws GeneralSecurityException {
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(Pem.certificate(authority.trusted()), null)));
        trust.setRevocationEnabled(false);
        trust.setDate(Date.from(time));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), trust);
    }

    private static X509Certificate certificate(Credential credential) throws GeneralSecurityException {
        return Pem.certificate(credential.certificate());
    }
}

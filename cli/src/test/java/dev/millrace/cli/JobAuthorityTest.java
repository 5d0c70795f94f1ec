package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobAuthorityTest {
    @Test
    void eachProcessHasACertificateWithItsRole() throws Exception {
        JobAuthority authority = new JobAuthority("word-count");
        X509Certificate executor =
                certificate(authority.issue(JobAuthority.executor(3)).certificate());
        assertEquals(
                "O=Millrace,CN=executor-3", executor.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "executor-3")), List.copyOf(executor.getSubjectAlternativeNames()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), executor.getExtendedKeyUsage());
        assertEquals(-1, executor.getBasicConstraints());
        executor.checkValidity();
        validate(authority, executor);
    }

    @Test
    void anotherRunsCertificateIsNotTrusted() throws Exception {
        JobAuthority authority = new JobAuthority("word-count");
        X509Certificate other =
                certificate(new JobAuthority("word-count").issue("driver").certificate());
        assertThrows(CertPathValidatorException.class, () -> validate(authority, other));
    }

    @Test
    void aProcessCannotSignCertificates() throws Exception {
        X509Certificate executor =
                certificate(new JobAuthority("a").issue("executor-0").certificate());
        boolean[] usage = executor.getKeyUsage();
        int certificateSigning = 5;
        assertTrue(usage[0]);
        assertEquals(false, usage[certificateSigning]);
    }

    @Test
    void theKeyBelongsToTheCertificate() throws Exception {
        JobAuthority authority = new JobAuthority("word-count");
        JobAuthority.Identity driver = authority.issue(JobAuthority.DRIVER);
        JobAuthority.Identity executor = authority.issue(JobAuthority.executor(0));
        byte[] signed = sign(driver.privateKey());
        assertTrue(verifies(certificate(driver.certificate()), signed));
        assertEquals(false, verifies(certificate(executor.certificate()), signed));
        assertNotEquals(
                certificate(driver.certificate()).getSerialNumber(),
                certificate(executor.certificate()).getSerialNumber());
    }

    private static byte[] sign(String privateKey) throws GeneralSecurityException {
        String body = privateKey.replaceAll("-----[A-Z ]+-----", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update("text".getBytes(US_ASCII));
        return signature.sign();
    }

    private static boolean verifies(X509Certificate certificate, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(certificate);
        signature.update("text".getBytes(US_ASCII));
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false;
        }
    }

    private static void validate(JobAuthority authority, X509Certificate certificate) throws GeneralSecurityException {
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(certificate(authority.trusted()), null)));
        trust.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), trust);
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    }
}

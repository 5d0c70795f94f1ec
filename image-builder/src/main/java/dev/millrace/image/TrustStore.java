package dev.millrace.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;

/** Java's store of trusted authorities. */
final class TrustStore {
    private static final List<String> PROTECTION =
            List.of("keystore.pkcs12.certProtectionAlgorithm", "keystore.pkcs12.macAlgorithm");

    private TrustStore() {}

    /**
     * A store with these certificates. It has no password: a password would add salt, and so other bytes at each build, and
     * would protect nothing, since the certificates are public and the file belongs to root.
     *
     * @param pem certificates in PEM
     */
    static byte[] of(byte[] pem) {
        PROTECTION.forEach(property -> System.setProperty(property, "NONE")); // read by the key store, and nothing else
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("debian-%03d".formatted(number++), certificate);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, null);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new ImageException("cannot make Java's trust store of the Debian authorities: " + e, e);
        }
    }
}

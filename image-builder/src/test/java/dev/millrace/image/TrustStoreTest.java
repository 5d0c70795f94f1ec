package dev.millrace.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustStoreTest {
    @Test
    void certificatesAreReadableAndTheBytesDependOnThemAlone() throws Exception {
        KeyStore own = KeyStore.getInstance(
                Path.of(System.getProperty("java.home"), "lib/security/cacerts").toFile(), (char[]) null);
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        List<String> aliases = Collections.list(own.aliases()).subList(0, 5);
        for (String alias : aliases) {
            pem.writeBytes(pem(own.getCertificate(alias)));
        }

        byte[] store = TrustStore.of(pem.toByteArray());
        assertArrayEquals(store, TrustStore.of(pem.toByteArray()));
        KeyStore read = KeyStore.getInstance("PKCS12");
        read.load(new ByteArrayInputStream(store), null);
        assertEquals(aliases.size(), read.size());
        assertEquals(own.getCertificate(aliases.get(0)), read.getCertificate("debian-000"));
    }

    private static byte[] pem(Certificate certificate) throws Exception {
        String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.millrace.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void readsKeysOfEveryKindThatTlsKnows(String algorithm) throws Exception {
        PrivateKey key =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        Path file = write("own.key", "# a key\n" + pem("PRIVATE KEY", key.getEncoded()));
        assertEquals(key, PemFile.privateKey(file));
    }

    @Test
    void readsAChainInItsOrder() throws Exception {
        TestAuthority authority = new TestAuthority();
        X509Certificate first = authority.issue("driver").certificate();
        X509Certificate second = authority.issue("executor-0").certificate();
        Path file = write("own.crt", pem("CERTIFICATE", first.getEncoded()) + pem("CERTIFICATE", second.getEncoded()));
        assertEquals(List.of(first, second), List.of(PemFile.certificates(file)));
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        Path empty = write("empty", "");
        Path foreign = write("foreign", pem("PRIVATE KEY", new byte[] {1, 2, 3}));
        Path old = write("old", pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}));
        assertTrue(assertThrows(CertificateException.class, () -> PemFile.certificates(empty))
                .getMessage()
                .startsWith("no certificate in "));
        assertThrows(CertificateException.class, () -> PemFile.certificates(foreign));
        assertTrue(assertThrows(InvalidKeySpecException.class, () -> PemFile.privateKey(foreign))
                .getMessage()
                .startsWith("none of [EC, RSA, EdDSA] is the key in "));
        assertTrue(assertThrows(InvalidKeySpecException.class, () -> PemFile.privateKey(old))
                .getMessage()
                .startsWith("no \"BEGIN PRIVATE KEY\" in "));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }
}

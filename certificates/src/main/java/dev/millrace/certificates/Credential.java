package dev.millrace.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * A certificate and its private key, as PEM. The text form of this object has no key in it.
 *
 * @param certificate the certificate
 * @param privateKey the key, PKCS#8 without a password
 */
public record Credential(String certificate, String privateKey) {
    /**
     * When the certificate is valid, as it says itself.
     *
     * @throws GeneralSecurityException when it is no certificate
     */
    public Validity validity() throws GeneralSecurityException {
        return Pem.validity(Pem.certificate(certificate));
    }

    /**
     * Writes {@code <name>.crt} and {@code <name>.key} into {@code directory}, each at once as a whole and readable by its
     * owner alone; files of these names are replaced. A reader may see the new key beside the old certificate: it has to
     * read both again.
     *
     * @throws IOException when the directory is missing or cannot be written to
     */
    public CredentialFiles writeTo(Path directory, String name) throws IOException {
        Path key = PrivateFile.write(directory.resolve(name + ".key"), privateKey);
        return new CredentialFiles(PrivateFile.write(directory.resolve(name + ".crt"), certificate), key);
    }

    @Override
    public String toString() {
        return "Credential[" + certificate + "]";
    }
}

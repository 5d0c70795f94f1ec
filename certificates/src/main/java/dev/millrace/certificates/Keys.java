package dev.millrace.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;

/** Keys on the curve P-256. */
final class Keys {
    /** The signatures that are made with these keys. */
    static final String SIGNATURE = "SHA256withECDSA";

    private static final String CURVE = "secp256r1";
    private static final byte[] PROBE = "one key pair".getBytes(US_ASCII);

    private Keys() {}

    static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    /** Whether what one key signs the other one verifies. */
    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(SIGNATURE);
        signature.initSign(privateKey);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(PROBE);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false;
        }
    }
}

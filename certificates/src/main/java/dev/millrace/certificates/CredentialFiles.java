package dev.millrace.certificates;

import java.nio.file.Path;

/**
 * The files of one credential.
 *
 * @param certificate PEM file
 * @param privateKey PEM file, PKCS#8 without a password
 */
public record CredentialFiles(Path certificate, Path privateKey) {}

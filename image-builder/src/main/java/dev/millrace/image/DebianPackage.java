package dev.millrace.image;

import java.nio.file.Path;

/**
 * A package as it was downloaded.
 *
 * @param file the {@code .deb}
 * @param digest its digest, as the signed index of its archive has it
 * @param control its control file: name, version, what it needs
 */
record DebianPackage(Path file, String digest, String control) {
    String name() {
        return field("Package");
    }

    String version() {
        return field("Version");
    }

    private String field(String field) {
        return control.lines()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .findFirst()
                .orElseThrow(() -> new ImageException(file + " has no " + field + " in its control file"));
    }
}

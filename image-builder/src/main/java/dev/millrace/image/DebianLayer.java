package dev.millrace.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The lowest layer: shared libraries, trusted authorities and the few files that make a directory a system, from Debian
 * packages that nobody installs. There is no shell, no package manager and no program besides the dynamic linker.
 */
final class DebianLayer {
    /** The user of every process: its number is what the images name, so that Kubernetes sees that it is not root. */
    static final int USER = 10001;

    private static final String AUTHORITIES = "/usr/share/ca-certificates/mozilla/";
    private static final Pattern WANTED = Pattern.compile("/etc/(debian_version|os-release)"
            + "|/usr/lib/os-release"
            + "|/usr/lib64/.*"
            + "|/usr/lib/[^/]+-linux-gnu[^/]*/[^/]+\\.so(\\.[0-9.]+)?"
            + "|/usr/lib/ld-linux[^/]*"
            + "|/usr/lib/locale/C\\.utf8/.*"
            + "|/usr/share/doc/[^/]+(/copyright)?" // the first for packages that link to another's
            + "|/usr/share/common-licenses/.*"
            + "|" + AUTHORITIES + ".*\\.crt");

    private final LayerContent content = new LayerContent();
    private final Map<String, byte[]> authorities = new TreeMap<>();

    /** What {@code packages} have of it, and the rest. */
    static DebianLayer of(List<DebianPackage> packages) {
        DebianLayer layer = new DebianLayer();
        packages.forEach(layer::add);
        layer.addSystem();
        return layer;
    }

    LayerContent content() {
        return content;
    }

    /** The authorities' certificates in PEM, one after the other. */
    byte[] authorities() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        authorities.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    private void add(DebianPackage archive) {
        // Where image scanners look for the packages of an image without dpkg.
        content.putText("/var/lib/dpkg/status.d/" + archive.name(), archive.control());
        ProcessBuilder unpack =
                new ProcessBuilder("dpkg-deb", "--fsys-tarfile", archive.file().toString());
        try {
            Process process =
                    unpack.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (InputStream in = process.getInputStream();
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    add(merged(entry.getName()), entry, tar);
                }
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            if (process.waitFor() != 0) {
                throw new ImageException("dpkg-deb cannot unpack " + archive.file());
            }
        } catch (IOException e) {
            throw new ImageException("cannot read " + archive.file() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while reading " + archive.file(), e);
        }
    }

    /** The path below {@code /usr} of what a package still has in {@code /lib} or {@code /lib64}. */
    private static String merged(String name) {
        String path = name.replaceFirst("^\\.?/?", "/");
        return path.startsWith("/lib/") || path.startsWith("/lib64/") ? "/usr" + path : path;
    }

    private void add(String path, TarArchiveEntry entry, InputStream in) throws IOException {
        if (entry.isDirectory() || !WANTED.matcher(path).matches()) {
            return;
        }
        if (path.startsWith(AUTHORITIES)) {
            authorities.put(path, in.readAllBytes());
        } else if (entry.isSymbolicLink()) {
            content.put(path, new Entry.Link(entry.getLinkName()));
        } else if (entry.isFile()) {
            boolean executable = (entry.getMode() & 0100) != 0;
            content.put(
                    path,
                    new Entry.Content(in.readAllBytes(), executable ? LayerContent.EXECUTABLE : LayerContent.PLAIN));
        }
    }

    private void addSystem() {
        content.put("/lib", new Entry.Link("usr/lib"));
        if (content.entries().containsKey("/usr/lib64")) {
            content.put("/lib64", new Entry.Link("usr/lib64"));
        }
        content.put("/tmp", new Entry.Directory(01777));
        for (String mountPoint : List.of("/dev", "/proc", "/sys", "/run")) {
            content.put(mountPoint, new Entry.Directory(LayerContent.EXECUTABLE));
        }
        // The home is where everybody may write; java.io.tmpdir and user.home are then the same place.
        content.putText(
                "/etc/passwd",
                "root:x:0:0:root:/:/sbin/nologin\nmillrace:x:%1$d:%1$d:Millrace:/tmp:/sbin/nologin\n".formatted(USER));
        content.putText("/etc/group", "root:x:0:\nmillrace:x:%d:\n".formatted(USER));
        content.putText("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        content.putText("/etc/ssl/certs/ca-certificates.crt", new String(authorities(), StandardCharsets.US_ASCII));
    }
}

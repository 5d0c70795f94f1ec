package dev.millrace.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The base of Millrace's images: libraries from Debian, and a Java runtime with the modules of {@code java-modules.txt}. It is
 * kept in a cache under a name made of all that goes into it, so it is made anew when one of that changes.
 */
final class DebianBase {
    static final String JAVA_HOME = "/opt/java";
    private static final ImageName NAME = ImageName.parse("millrace/base:cached");

    private final Path cache;
    private final Jdk jdk;
    private final List<String> addModules;
    private final Instant time;

    /**
     * @param cache directory for packages and finished bases
     * @param addModules modules of Java besides those of {@code java-modules.txt}
     */
    DebianBase(Path cache, Jdk jdk, List<String> addModules, Instant time) {
        this.cache = cache;
        this.jdk = jdk;
        this.addModules = List.copyOf(addModules);
        this.time = time;
    }

    /**
     * The base, made from these packages where the cache has none.
     *
     * @param scratch directory for its blobs
     */
    OciImage of(List<DebianPackage> packages, Path scratch) throws IOException {
        Path cached = cache.resolve("bases/" + key(packages) + ".tar");
        if (!Files.exists(cached)) {
            Path parts = Files.createDirectories(scratch.resolve("parts"));
            OciArchive.write(make(packages, parts), NAME, time, cached);
        }
        return OciArchive.read(cached, scratch.resolve("base"));
    }

    private String key(List<DebianPackage> packages) throws IOException {
        MessageDigest digest = Digests.sha256();
        Stream<String> inputs = Stream.concat(
                packages.stream().map(DebianPackage::digest),
                Stream.of(
                        jdk.toString(),
                        Digests.of(jdk.home().resolve("release")),
                        String.valueOf(Files.size(jdk.home().resolve("lib/modules"))),
                        time.toString(),
                        String.join(",", addModules),
                        System.getProperty("java.runtime.version"), // whose gzip compresses the layers
                        ownDigest()));
        inputs.forEach(input -> digest.update((input + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return Digests.hex(Digests.finish(digest));
    }

    /** Digest of this builder, lists of modules and packages included. */
    private static String ownDigest() throws IOException {
        try {
            Path code = Path.of(DebianBase.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(code)) {
                return Digests.of(code);
            }
            try (Stream<Path> files = Files.walk(code)) {
                StringBuilder all = new StringBuilder();
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    all.append(Digests.of(file));
                }
                return all.toString();
            }
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException("this builder's own code has no path", e);
        }
    }

    private OciImage make(List<DebianPackage> packages, Path scratch) {
        DebianLayer debian = DebianLayer.of(packages);
        LayerContent java = new LayerContent();
        Path runtime = scratch.resolve("java");
        List<String> modules = Stream.concat(ListFile.read("java-modules.txt").stream(), addModules.stream())
                .distinct()
                .toList();
        jdk.link(modules, runtime);
        java.putTree(runtime, JAVA_HOME);
        java.put(
                JAVA_HOME + "/lib/security/cacerts",
                new Entry.Content(TrustStore.of(debian.authorities()), LayerContent.PLAIN));

        LayerWriter writer = new LayerWriter(scratch, time);
        ImageConfig config = ImageConfig.empty(time)
                .withUser(DebianLayer.USER + ":" + DebianLayer.USER)
                .withWorkingDirectory("/tmp")
                .withEnvironment("PATH", JAVA_HOME + "/bin")
                .withEnvironment("JAVA_HOME", JAVA_HOME)
                .withEnvironment("LANG", "C.UTF-8")
                .withEntrypoint(List.of(JAVA_HOME + "/bin/java"))
                .withLabels(labels(packages));
        return new OciImage(config, List.of())
                .with("libraries from Debian packages", writer.write("debian", debian.content()))
                .with("Java " + jdk.version(), writer.write("java", java));
    }

    private Map<String, String> labels(List<DebianPackage> packages) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(
                "dev.millrace.image.debian-packages",
                packages.stream()
                        .map(each -> each.name() + "=" + each.version())
                        .sorted()
                        .collect(Collectors.joining(" ")));
        labels.put("dev.millrace.image.java", jdk.implementor() + " " + jdk.version());
        return labels;
    }
}

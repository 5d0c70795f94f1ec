package dev.millrace.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.nio.file.Path;
import java.util.Set;

/** A base from a registry, with the credentials of this user's Docker configuration where the registry asks for some. */
final class RegistryBase {
    private RegistryBase() {}

    /**
     * Pulls an image for this machine's processor.
     *
     * @param name such as {@code eclipse-temurin:25-jre}; with a digest, two builds have the same base
     * @param cache directory for layers pulled before
     * @param scratch directory for its blobs
     */
    static OciImage pull(String name, Path cache, Path scratch) {
        Path archive = scratch.resolve("registry-base.tar");
        try {
            ImageReference reference = ImageReference.parse(name);
            RegistryImage image = RegistryImage.named(reference)
                    .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, event -> {})
                            .dockerConfig());
            String processor = ImageConfig.architecture(System.getProperty("os.arch"));
            boolean local = reference.getRegistry().startsWith("localhost:");
            Jib.from(image)
                    .setPlatforms(Set.of(new Platform(processor, "linux")))
                    .setFormat(ImageFormat.OCI)
                    .containerize(Containerizer.to(TarImage.at(archive).named("base"))
                            .setBaseImageLayersCache(cache.resolve("registry"))
                            .setApplicationLayersCache(scratch.resolve("layers"))
                            .setAllowInsecureRegistries(local)
                            .setToolName("millrace-image-builder"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while pulling " + name, e);
        } catch (Exception e) { // Jib throws a dozen kinds
            throw new ImageException("--base: cannot pull " + name + ": " + e.getMessage(), e);
        }
        return OciArchive.read(archive, scratch.resolve("base"));
    }
}

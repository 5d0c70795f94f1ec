package dev.millrace.crds.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's program. */
@OneOf(
        value = {"jar", "volume"},
        optional = true)
@ValidationRule(
        value = "!has(self.jar) || !self.jar.startsWith('http') || has(self.sha256)",
        message = ApplicationSpec.CHECKSUM_MISSING,
        fieldPath = ".jar")
public record ApplicationSpec(
        @Size(max = 1024)
        @Pattern("^(local:///|https?://).+$")
        @Expected("local:// and an absolute path, such as local:///opt/millrace/examples/word-count.jar, or an"
                + " http(s) URL together with sha256")
        @JsonPropertyDescription(
                "Jar of the program: local:// and a path in the image, or an http(s) URL together with sha256."
                        + " A local run looks a local:// path up as such and, where it starts with"
                        + " /opt/millrace/, below its own build as well. Not needed when the class is on the"
                        + " image's class path.")
        @Nullable
        String jar,

        @Size(max = 64)
        @Pattern("^[0-9a-f]{64}$")
        @Expected("the 64 lower-case hexadecimal digits of a SHA-256 checksum")
        @JsonPropertyDescription("Checksum of the jar; a jar that differs is refused.")
        @Nullable
        String sha256,

        @ClusterOnly
        @JsonPropertyDescription(
                "Volume that the jar lies in, instead of jar. A local run takes the jar that --jar names.")
        @Nullable
        JarVolume volume,

        @Required
        @Size(max = 512)
        @Pattern("^[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*$")
        @Expected("the full name of a Java class, such as com.example.WordCount")
        @JsonPropertyDescription("Class with the program's main method.")
        String mainClass,

        @Default("[]") @Size(max = 256) @JsonPropertyDescription("Arguments of the main method.")
        List<String> args)
        implements ApiType, CrossChecked {
    public ApplicationSpec {
        args = args == null ? List.of() : List.copyOf(args);
    }

    static final String CHECKSUM_MISSING = "a jar from an http(s) URL needs its checksum: add sha256";

    @Override
    public List<Violation> check() {
        return jar != null && jar.startsWith("http") && sha256 == null
                ? List.of(new Violation("jar", CHECKSUM_MISSING))
                : List.of();
    }
}

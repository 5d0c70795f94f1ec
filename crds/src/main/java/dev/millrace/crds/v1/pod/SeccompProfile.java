package dev.millrace.crds.v1.pod;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.v1.ApiType;
import dev.millrace.crds.v1.CrossChecked;
import dev.millrace.crds.v1.Expected;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filter of system calls. */
@ValidationRule(
        value = "(self.type == 'Localhost') == has(self.localhostProfile)",
        message = SeccompProfile.PROFILE_MISPLACED)
public record SeccompProfile(
        @Required @JsonPropertyDescription("Which filter.") SeccompType type,

        @Size(max = 1024)
        @Pattern("^[^/.][^/]*(/[^/.][^/]*)*$")
        @Expected("a relative path, such as lib/word-count.jar, of which no part starts with '.'")
        @JsonPropertyDescription("Path of the profile on the node; with Localhost.")
        @Nullable
        String localhostProfile)
        implements ApiType, CrossChecked {
    static final String PROFILE_MISPLACED = "set localhostProfile with the type Localhost, and with no other";

    @Override
    public List<Violation> check() {
        return (type == SeccompType.Localhost) == (localhostProfile != null)
                ? List.of()
                : List.of(new Violation("", PROFILE_MISPLACED));
    }
}

package dev.millrace.rdd;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the hidden directories beside a target, in which it is made, or to which its predecessor is moved:
 *
 * <pre>
 *   .TARGET.millrace-CHECKPOINT-EPOCH-UUID      of a batch of a job with a checkpoint
 *   .TARGET.millrace-UUID                       of any other
 * </pre>
 */
final class StagingName {
    private static final Pattern OF_BATCH = Pattern.compile("\\..+\\.millrace-([0-9a-z]+)-(\\d+)-[0-9a-f-]{36}");

    private StagingName() {}

    /** A new name. */
    static Path of(Path target, Optional<DriverEpoch> epoch) {
        String owner =
                epoch.map(of -> of.checkpoint() + "-" + of.number() + "-").orElse("");
        return target.resolveSibling(
                "." + Objects.requireNonNull(target.getFileName()) + ".millrace-" + owner + UUID.randomUUID());
    }

    /** Whether a directory was left by an earlier driver of the same checkpoint. */
    static boolean isOfEarlier(String name, DriverEpoch epoch) {
        Matcher matcher = OF_BATCH.matcher(name);
        return matcher.matches()
                && matcher.group(1).equals(epoch.checkpoint())
                && Long.parseLong(matcher.group(2)) < epoch.number();
    }
}

package dev.millrace.streaming;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.Set;
import java.util.TreeSet;

/** The refusal to drop, without being told to, what a checkpoint holds. */
final class Dropped {
    private Dropped() {}

    static MillraceException refuse(String what, Set<String> vanished, Set<String> present) {
        return new MillraceException(
                ErrorCode.CHECKPOINT,
                "the checkpoint holds " + what + " that the program has no more: " + new TreeSet<>(vanished)
                        + "; it has " + new TreeSet<>(present)
                        + ". Where one was only renamed or moved, give it its old name"
                        + " with uid(\"...\"); to drop them, set " + MillraceConfig.CHECKPOINT_ALLOW_DROPPED.key()
                        + "=true once");
    }
}

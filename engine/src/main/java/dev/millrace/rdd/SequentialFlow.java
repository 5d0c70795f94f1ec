package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import org.jspecify.annotations.Nullable;

/** Several flows one after the other, each opened when the one before has ended. */
final class SequentialFlow implements Flow {
    /** Opens the flow at a position. */
    @FunctionalInterface
    interface Opener {
        Flow open(int position) throws Exception;
    }

    private final int count;
    private final Opener opener;
    private int next;
    private @Nullable Flow current;

    SequentialFlow(int count, Opener opener) {
        this.count = count;
        this.opener = opener;
    }

    @Override
    public boolean advance() throws Exception {
        while (true) {
            if (current == null) {
                if (next == count) {
                    return false;
                }
                current = opener.open(next++);
            }
            if (current.advance()) {
                return true;
            }
            current = null;
        }
    }
}

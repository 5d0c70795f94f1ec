package dev.millrace.streaming;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** Checks of streams that are to be combined. */
final class Parents {
    private Parents() {}

    /** The nodes of the parents, which must be of one context and have one slide duration. */
    static List<DStream<?>> nodes(String operation, StreamingContext context, List<? extends DStream<?>> parents) {
        if (parents.isEmpty()) {
            throw new MillraceException(ErrorCode.GRAPH, operation + ": expected at least one stream, found none");
        }
        List<DStream<?>> nodes = new ArrayList<>(parents.size());
        DStream<?> first = parents.get(0);
        for (DStream<?> parent : parents) {
            if (parent.context() != context) {
                throw new MillraceException(
                        ErrorCode.GRAPH,
                        operation + ": " + first + " and " + parent
                                + " belong to different StreamingContexts; make both from the same one");
            }
            if (!parent.slideDuration().equals(first.slideDuration())) {
                throw new MillraceException(
                        ErrorCode.GRAPH,
                        operation + ": the data sets of " + first + " are "
                                + first.slideDuration().prettyPrint() + " apart, those of " + parent + " "
                                + parent.slideDuration().prettyPrint()
                                + "; bring them together with window(length, slide)");
            }
            nodes.add(parent.node());
        }
        return nodes;
    }
}

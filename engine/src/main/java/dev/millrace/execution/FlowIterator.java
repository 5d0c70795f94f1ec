package dev.millrace.execution;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads a flow by pulling: the flow is asked for its next chunk when the last one is used up, so that only one chunk is
 * held at a time.
 */
public final class FlowIterator<T> implements Iterator<T> {
    /** Opens a partition into a sink. */
    @FunctionalInterface
    public interface Opener<T> {
        Flow open(Sink<T> sink) throws Exception;
    }

    private final CollectSink<T> chunk = new CollectSink<>();
    private final Flow flow;
    private int next;
    private boolean ended;

    public FlowIterator(Opener<T> opener) throws Exception {
        this.flow = opener.open(chunk);
    }

    @Override
    public boolean hasNext() {
        while (next == chunk.size() && !ended) {
            chunk.clear();
            next = 0;
            try {
                ended = !flow.advance();
            } catch (Exception e) {
                throw Rethrow.unchecked(e);
            }
        }
        return next < chunk.size();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return chunk.get(next++);
    }
}

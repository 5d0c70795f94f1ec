package dev.millrace.execution;

/** Goes through a range of numbers, a chunk at a time. */
public abstract class RangeFlow implements Flow {
    private long next;
    private long to;

    /** Sets the range, from {@code from} to before {@code to}. */
    public RangeFlow over(long from, long to) {
        this.next = from;
        this.to = to;
        return this;
    }

    @Override
    public final boolean advance() throws Exception {
        int size = (int) Math.min(CHUNK, to - next);
        if (size <= 0) {
            return false;
        }
        push(next, size);
        next += size;
        return true;
    }

    /** Pushes what stands for the numbers from {@code from} on, {@code size} of them. */
    abstract void push(long from, int size) throws Exception;
}

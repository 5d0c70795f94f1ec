package dev.millrace.rdd;

/** Sum and count of integers. */
public final class LongAccumulator extends AccumulatorV2<Long, Long> {
    private static final long serialVersionUID = 1L;

    private long sum;
    private long count;

    @Override
    public LongAccumulator emptyCopy() {
        return new LongAccumulator();
    }

    @Override
    protected void addHere(Long value) {
        sum += value;
        count++;
    }

    @Override
    protected void mergeHere(AccumulatorV2<Long, Long> other) {
        LongAccumulator part = (LongAccumulator) other;
        sum += part.sum;
        count += part.count;
    }

    @Override
    public synchronized Long value() {
        return sum;
    }

    public synchronized long count() {
        return count;
    }

    /** Mean of what was added; not a number when nothing was. */
    public synchronized double avg() {
        return (double) sum / count;
    }
}

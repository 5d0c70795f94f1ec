package dev.millrace.rdd;

/** Sum and count of floating-point numbers. */
public final class DoubleAccumulator extends AccumulatorV2<Double, Double> {
    private static final long serialVersionUID = 1L;

    private double sum;
    private long count;

    @Override
    public DoubleAccumulator emptyCopy() {
        return new DoubleAccumulator();
    }

    @Override
    protected void addHere(Double value) {
        sum += value;
        count++;
    }

    @Override
    protected void mergeHere(AccumulatorV2<Double, Double> other) {
        DoubleAccumulator part = (DoubleAccumulator) other;
        sum += part.sum;
        count += part.count;
    }

    @Override
    public synchronized Double value() {
        return sum;
    }

    public synchronized long count() {
        return count;
    }

    /** Mean of what was added; not a number when nothing was. */
    public synchronized double avg() {
        return sum / count;
    }
}

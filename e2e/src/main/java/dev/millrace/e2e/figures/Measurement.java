package dev.millrace.e2e.figures;

import java.util.List;

/** Something to be measured; it leaves nothing on the cluster. */
interface Measurement {

    /** What {@code --only} calls it. */
    String name();

    /**
     * Measures.
     *
     * @throws AssertionError where what was measured did not go as it must; then there are no figures
     */
    List<Series> measure(Bench bench);
}

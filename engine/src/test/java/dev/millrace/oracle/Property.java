package dev.millrace.oracle;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Something that holds for every case. */
interface Property<C> {
    /** A case, the same for the same randomness. */
    C generate(SplittableRandom random);

    /** How the property fails for the case; null when it holds. */
    @Nullable
    String failure(C testCase) throws Exception;

    /** Cases that are simpler in one way each, the boldest first. */
    List<C> smaller(C testCase);
}

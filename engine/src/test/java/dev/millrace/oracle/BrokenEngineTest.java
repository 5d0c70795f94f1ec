package dev.millrace.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import dev.millrace.streaming.DStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The properties notice when an operation is wrong, and name a small case that shows it. */
class BrokenEngineTest {
    private static final int CASES = 400;

    /** Forgets what has a null key. */
    private static final class WithoutNullKeys extends RddOperations {
        @Override
        PairRDD<Object, Object> reduceByKey(PairRDD<Object, Object> input, Reducer reducer, int partitions) {
            return super.reduceByKey(input.filter(pair -> pair._1() != null), reducer, partitions);
        }
    }

    /** Has two data sets instead of three. */
    private static final class ForgetfulUnion extends RddOperations {
        @Override
        RDD<Object> union(List<RDD<Object>> inputs) {
            return super.union(inputs.subList(0, 2));
        }
    }

    /** Makes windows that are one slide long of all that are longer. */
    private static final class ShortWindows extends StreamOperations {
        ShortWindows() {
            super(StreamProgram.INTERVAL);
        }

        @Override
        DStream<Object> apply(Operation operation, List<DStream<Object>> inputs) {
            return operation instanceof Operation.SumByKeyAndWindow sum && sum.length() > sum.slide()
                    ? super.apply(shorter(sum), inputs)
                    : super.apply(operation, inputs);
        }

        private static Operation shorter(Operation.SumByKeyAndWindow sum) {
            return new Operation.SumByKeyAndWindow(sum.filtered(), sum.slide(), sum.slide(), sum.partitions());
        }
    }

    @Test
    void aLostKeyIsNoticed() throws Exception {
        RddCase simplest = simplest(new RddProperty(new WithoutNullKeys()));
        assertTrue(simplest.graph().size() <= 3, simplest::toString);
        assertEquals(1, simplest.steps().size(), simplest::toString);
        assertTrue(elements(simplest) <= 2, simplest::toString);
    }

    @Test
    void aLostInputOfAUnionIsNoticed() throws Exception {
        RddCase simplest = simplest(new RddProperty(new ForgetfulUnion()));
        assertTrue(simplest.graph().size() <= 4, simplest::toString);
        assertTrue(elements(simplest) <= 1, simplest::toString);
    }

    @Test
    void aWindowOfTheWrongLengthIsNoticed() throws Exception {
        StreamCase simplest = simplest(new StreamProperty(new ShortWindows()));
        assertTrue(simplest.graph().size() <= 3, simplest::toString);
        assertTrue(simplest.batches() <= 4, simplest::toString);
        assertEquals(1, simplest.outputs().size(), simplest::toString);
    }

    private static int elements(RddCase testCase) {
        return testCase.graph().sources().stream()
                .mapToInt(source -> testCase.data().get(source).elements().size())
                .sum();
    }

    private static <C> C simplest(Property<C> property) throws Exception {
        PropertyCheck.Failing<C> failing = PropertyCheck.firstFailing(property, 1, CASES);
        assertNotNull(failing);
        PropertyCheck.Failing<C> again = PropertyCheck.firstFailing(property, failing.seed(), failing.seed() + 1);
        assertNotNull(again);
        assertEquals(failing.toString(), again.toString(), "the same seed shows the same");
        return failing.testCase();
    }
}

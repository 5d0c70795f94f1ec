package dev.millrace.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.millrace.conf.MillraceConf;
import dev.millrace.function.Function;
import dev.millrace.function.Tuple2;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rdd.PairRDD;
import dev.millrace.rdd.RDD;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private static final int MANY = PlanCache.LIMIT + 50;

    private final PlanCache plans = new PlanCache();
    private final ExecutorPool executors = new ExecutorPool(1, Duration.ofSeconds(1));
    private final RecordingExecutor executor = new RecordingExecutor("executor-0-1");
    private MillraceContext context;

    @BeforeEach
    void start() {
        context = new MillraceContext(
                new MillraceConf(false).setMaster("local[2]").setAppName("plans"));
        executors.add(executor);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** A stage that no other stage equals. */
    private RDD<Integer> stage(int number) {
        return context.parallelize(List.of(1, 2, 3), 1).map(adding(number));
    }

    private static Function<Integer, Integer> adding(int number) {
        return value -> value + number;
    }

    private PlanCache.Bound bind(RDD<?> rdd) {
        return plans.bind(rdd, null, null);
    }

    private List<Long> installed() {
        return executor.of(DriverMessage.InstallPlan.class).stream()
                .map(DriverMessage.InstallPlan::planId)
                .toList();
    }

    private List<Long> removed() {
        return executor.of(DriverMessage.RemovePlans.class).stream()
                .flatMap(remove -> Arrays.stream(remove.planIds()).boxed())
                .toList();
    }

    @Test
    void aStageThatComesAgainIsSentOnce() {
        Function<Integer, Integer> function = adding(1);
        List<Long> ids = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            PlanCache.Bound bound = bind(context.parallelize(List.of(batch), 1).map(function));
            plans.install(bound.plan(), executor);
            plans.release(List.of(bound), executors);
            ids.add(bound.plan().id());
        }
        assertEquals(List.of(0L, 0L, 0L), ids);
        assertEquals(List.of(0L), installed());
    }

    @Test
    void plansInUseStayHoweverManyThereAre() {
        List<PlanCache.Bound> bound = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            bound.add(bind(stage(i)));
        }
        bound.forEach(each -> plans.install(each.plan(), executor));
        PlanCache.Bound other = bind(stage(MANY));
        plans.release(List.of(other), executors);
        assertEquals(List.of(other.plan().id()), removed());
        plans.release(bound, executors);
        assertEquals(MANY + 1 - PlanCache.LIMIT, removed().size());
        assertEquals(
                installed().subList(0, MANY - PlanCache.LIMIT),
                removed().subList(1, removed().size()));
    }

    @Test
    void aPlanThatIsUsedTwiceStaysUntilBothUsesEnd() {
        RDD<Integer> rdd = stage(0);
        PlanCache.Bound first = bind(rdd);
        PlanCache.Bound second = bind(rdd);
        assertSame(first.plan(), second.plan());
        plans.release(List.of(first), executors);
        fill();
        assertEquals(false, removed().contains(first.plan().id()));
        plans.release(List.of(second), executors);
        fill();
        assertEquals(true, removed().contains(first.plan().id()));
    }

    private void fill() {
        for (int i = 1; i <= MANY; i++) {
            plans.release(List.of(bind(stage(i))), executors);
        }
    }

    @Test
    void aPlanThatMadeRoomIsSentAnewWhenItIsNeededAgain() {
        RDD<Integer> rdd = stage(0);
        PlanCache.Bound first = bind(rdd);
        plans.install(first.plan(), executor);
        plans.release(List.of(first), executors);
        fill();
        PlanCache.Bound again = bind(rdd);
        plans.install(again.plan(), executor);
        assertNotEquals(first.plan().id(), again.plan().id());
        assertEquals(List.of(first.plan().id(), again.plan().id()), installed());
    }

    @Test
    void anExecutorThatWasLostHasNoPlans() {
        PlanCache.Bound bound = bind(stage(0));
        plans.install(bound.plan(), executor);
        plans.lost(executor.name());
        plans.install(bound.plan(), executor);
        assertEquals(2, installed().size());
    }

    @RepeatedTest(20)
    void threadsThatNeedTheSamePlanAtTheSameTimeShareIt() throws Exception {
        RDD<Integer> rdd = stage(0);
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<PlanCache.Bound> binding = () -> {
            start.await();
            return bind(rdd);
        };
        FutureTask<PlanCache.Bound> other = new FutureTask<>(binding);
        new Thread(other).start();
        assertSame(binding.call().plan(), other.get().plan());
    }

    @Test
    void aJobMayHaveMoreStagesThanPlansAreKept() {
        PairRDD<Integer, Integer> numbers = context.parallelizePairs(
                IntStream.range(0, 10).mapToObj(i -> new Tuple2<>(i, 0)).toList(), 1);
        for (int i = 0; i < MANY; i++) {
            numbers = numbers.mapValues(adding(i)).mapToPair(pair -> pair).reduceByKey(Integer::sum, 1);
        }
        int expected = MANY * (MANY - 1) / 2;
        Map<Integer, Integer> result = numbers.collectAsMap();
        assertEquals(10, result.size());
        result.values().forEach(value -> assertEquals(expected, value));
    }
}

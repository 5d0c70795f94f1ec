package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.crds.v1.RestartPolicy;
import dev.millrace.crds.v1.RestartType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    @Test
    void pausesDoubleUpToTheLongest() {
        RestartBudget budget = budget(RestartType.OnFailure, 100);
        List<Long> millis = IntStream.range(0, 8)
                .mapToObj(
                        i -> budget.failed(Duration.ofSeconds(i)).orElseThrow().toMillis())
                .toList();
        assertEquals(List.of(0L, 100L, 200L, 400L, 800L, 1_000L, 1_000L, 1_000L), millis);
    }

    @Test
    void isUsedUpByTheLastFailureThatIsAllowed() {
        RestartBudget budget = budget(RestartType.OnFailure, 3);
        budget.failed(Duration.ofSeconds(1));
        budget.failed(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), budget.failed(Duration.ofSeconds(3)));
    }

    @Test
    void forgetsFailuresThatAreOlderThanTheWindow() {
        RestartBudget budget = budget(RestartType.OnFailure, 2);
        for (int minute = 0; minute < 10; minute++) {
            assertEquals(Optional.of(Duration.ZERO), budget.failed(Duration.ofMinutes(minute)));
            assertEquals(1, budget.count());
        }
    }

    @Test
    void allowsNothingWithoutRestarts() {
        assertEquals(Optional.empty(), budget(RestartType.Never, 100).failed(Duration.ZERO));
    }

    private static RestartBudget budget(RestartType type, int maxFailures) {
        return new RestartBudget(new RestartPolicy(type, maxFailures, "1m", "100ms", "1s"));
    }
}

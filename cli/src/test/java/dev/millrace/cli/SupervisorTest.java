package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.v1.RestartPolicy;
import dev.millrace.crds.v1.RestartType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private final List<String> actions = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    @Test
    void startsTheDriverAndAllExecutors() {
        started(RestartType.OnFailure, 3);
        assertEquals(List.of("start driver", "start executor-0", "start executor-1"), actions);
    }

    @Test
    void endsWithTheDriversExitCodeOnceAllExecutorsHaveEnded() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.driverEnded(0, at(1));
        assertEquals(OptionalInt.empty(), supervisor.result());
        supervisor.executorEnded(0, 0, at(1));
        supervisor.executorEnded(1, 0, at(1));
        assertEquals(OptionalInt.of(0), supervisor.result());
        assertEquals(List.of(), messages);
    }

    @Test
    void aFailedDriverTakesItsExecutorsAlong() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        actions.clear();
        supervisor.driverEnded(2, at(1));
        assertEquals(List.of("terminate executor-0", "terminate executor-1"), actions);
        supervisor.executorEnded(0, 143, at(1));
        supervisor.executorEnded(1, 143, at(1));
        assertEquals(OptionalInt.of(2), supervisor.result());
        assertEquals(List.of(), messages);
    }

    @Test
    void aKilledDriverFailsTheJobAndSaysHow() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.driverEnded(137, at(1));
        supervisor.executorEnded(0, 143, at(1));
        supervisor.executorEnded(1, 143, at(1));
        assertEquals(OptionalInt.of(1), supervisor.result());
        assertEquals(List.of("error[MR-4001]: the driver was killed by signal 9 (SIGKILL)"), messages);
    }

    @Test
    void aDriverWithoutMemoryIsNamed() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.driverEnded(3, at(1));
        assertEquals(
                List.of("error[MR-4001]: the driver ran out of memory; give it more with spec.driver.memory"),
                messages);
    }

    @Test
    void executorsThatDoNotEndAreToldToAndThenKilled() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.driverEnded(0, at(10));
        actions.clear();
        assertEquals(Optional.of(at(13)), supervisor.nextTick());
        supervisor.tick(at(13));
        assertEquals(List.of("terminate executor-0", "terminate executor-1"), actions);
        actions.clear();
        supervisor.executorEnded(0, 143, at(14));
        supervisor.tick(at(16));
        assertEquals(List.of("kill executor-1"), actions);
        supervisor.executorEnded(1, 137, at(16));
        assertEquals(OptionalInt.of(0), supervisor.result());
    }

    @Test
    void aFailedExecutorIsReplacedAtOnceThenWithPausesThatDouble() {
        Supervisor supervisor = started(RestartType.OnFailure, 10);
        actions.clear();
        supervisor.executorEnded(1, 137, at(1));
        supervisor.tick(at(1));
        assertEquals(List.of("start executor-1"), actions);
        supervisor.executorEnded(0, 1, at(2));
        supervisor.tick(at(2));
        assertEquals(List.of("start executor-1"), actions);
        assertEquals(Optional.of(at(2).plusMillis(500)), supervisor.nextTick());
        supervisor.tick(at(2).plusMillis(500));
        assertEquals(List.of("start executor-1", "start executor-0"), actions);
        supervisor.executorEnded(0, 1, at(3));
        assertEquals(
                List.of(
                        "executor-1 was killed by signal 9 (SIGKILL); starting it again",
                        "executor-0 ended with exit code 1; starting it again in 500ms",
                        "executor-0 ended with exit code 1; starting it again in 1s"),
                messages);
    }

    @Test
    void tooManyFailuresEndTheJob() {
        Supervisor supervisor = started(RestartType.OnFailure, 2);
        supervisor.executorEnded(0, 1, at(1));
        supervisor.tick(at(1));
        actions.clear();
        supervisor.executorEnded(1, 1, at(2));
        assertEquals(List.of("terminate driver"), actions);
        assertEquals(
                "error[MR-4001]: executor-1 ended with exit code 1, and spec.restartPolicy allows no further failure of"
                        + " an executor (2 so far)",
                messages.get(1));
        supervisor.driverEnded(0, at(3));
        supervisor.executorEnded(0, 0, at(3));
        assertEquals(OptionalInt.of(1), supervisor.result());
    }

    @Test
    void withoutRestartsTheFirstFailureEndsTheJob() {
        Supervisor supervisor = started(RestartType.Never, 10);
        actions.clear();
        supervisor.executorEnded(0, 1, at(1));
        assertEquals(List.of("terminate driver"), actions);
        supervisor.tick(at(6));
        assertEquals(List.of("terminate driver", "kill driver", "kill executor-1"), actions);
        supervisor.driverEnded(137, at(6));
        supervisor.executorEnded(1, 137, at(6));
        assertEquals(OptionalInt.of(1), supervisor.result());
        assertEquals(1, messages.size());
    }

    @Test
    void anExecutorThatItsDriverStoppedComesBackOnlyIfTheDriverStays() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        actions.clear();
        supervisor.executorEnded(0, 0, at(1));
        supervisor.tick(at(1));
        assertEquals(List.of(), actions);
        supervisor.tick(at(2));
        assertEquals(List.of("start executor-0"), actions);
        supervisor.executorEnded(1, 0, at(3));
        supervisor.driverEnded(0, at(3));
        supervisor.tick(at(4));
        assertEquals(List.of("start executor-0"), actions);
        assertEquals(List.of(), messages);
    }

    @Test
    void stopsGracefullyAtTheFirstRequest() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        actions.clear();
        supervisor.stop(at(1));
        assertEquals(List.of("terminate driver"), actions);
        supervisor.executorEnded(0, 0, at(2));
        supervisor.executorEnded(1, 0, at(2));
        supervisor.tick(at(4));
        supervisor.driverEnded(0, at(5));
        assertEquals(OptionalInt.of(0), supervisor.result());
        assertEquals(List.of("terminate driver"), actions);
    }

    @Test
    void aDriverThatWasStoppedBeforeItCouldListenToSignalsHasStopped() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.stop(at(1));
        supervisor.driverEnded(143, at(1));
        supervisor.executorEnded(0, 0, at(1));
        supervisor.executorEnded(1, 0, at(1));
        assertEquals(OptionalInt.of(0), supervisor.result());
    }

    @Test
    void anExecutorThatDiesDuringTheStopIsReplacedSoThatTheBatchCanEnd() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.stop(at(1));
        actions.clear();
        supervisor.executorEnded(0, 137, at(2));
        supervisor.tick(at(2));
        assertEquals(List.of("start executor-0"), actions);
    }

    @Test
    void killsEverythingAtTheSecondRequest() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.stop(at(1));
        actions.clear();
        supervisor.stop(at(2));
        assertEquals(List.of("kill driver", "kill executor-0", "kill executor-1"), actions);
        supervisor.executorEnded(0, 137, at(2));
        supervisor.executorEnded(1, 137, at(2));
        supervisor.driverEnded(137, at(2));
        assertEquals(OptionalInt.of(130), supervisor.result());
        assertEquals(1, messages.size());
    }

    @Test
    void aDriverThatDoesNotStopInTimeIsKilled() {
        Supervisor supervisor = started(RestartType.OnFailure, 3);
        supervisor.stop(at(1));
        actions.clear();
        supervisor.tick(at(30));
        assertEquals(List.of(), actions);
        supervisor.tick(at(31));
        assertTrue(actions.contains("kill driver"));
        supervisor.driverEnded(137, at(31));
        supervisor.executorEnded(0, 137, at(31));
        supervisor.executorEnded(1, 137, at(31));
        assertEquals(OptionalInt.of(1), supervisor.result());
        assertEquals("error[MR-4001]: the driver did not stop within 30s and is killed", messages.get(1));
    }

    @Test
    void aDriverWithACheckpointIsStartedAgainAndItsExecutorsStay() {
        Supervisor supervisor = startedWithCheckpoint(3);
        actions.clear();
        supervisor.driverEnded(137, at(1));
        assertEquals(OptionalInt.empty(), supervisor.result());
        assertEquals(Optional.of(at(1)), supervisor.nextTick());
        supervisor.tick(at(1));
        assertEquals(List.of("start driver"), actions);
        supervisor.driverEnded(1, at(2));
        supervisor.tick(at(2));
        assertEquals(List.of("start driver"), actions);
        supervisor.tick(at(2).plusMillis(500));
        assertEquals(List.of("start driver", "start driver"), actions);
        assertEquals(
                List.of(
                        "the driver was killed by signal 9 (SIGKILL); it goes on from the checkpoint",
                        "the driver ended with exit code 1; it goes on from the checkpoint in 500ms"),
                messages);
        supervisor.driverEnded(0, at(9));
        supervisor.executorEnded(0, 0, at(9));
        supervisor.executorEnded(1, 0, at(9));
        assertEquals(OptionalInt.of(0), supervisor.result());
    }

    @Test
    void aDriverThatKeepsFailingEndsTheJob() {
        Supervisor supervisor = startedWithCheckpoint(2);
        supervisor.driverEnded(1, at(1));
        supervisor.tick(at(1));
        actions.clear();
        supervisor.driverEnded(1, at(2));
        assertEquals(List.of("terminate executor-0", "terminate executor-1"), actions);
        assertEquals(
                "error[MR-4001]: the driver has failed as often as spec.restartPolicy allows (2 times)",
                messages.get(1));
        supervisor.executorEnded(0, 143, at(3));
        supervisor.executorEnded(1, 143, at(3));
        assertEquals(OptionalInt.of(1), supervisor.result());
    }

    @Test
    void aDriverThatCannotRunOrWasReplacedIsNotStartedAgain() {
        for (int code : new int[] {2, 4}) {
            Supervisor supervisor = startedWithCheckpoint(10);
            actions.clear();
            supervisor.driverEnded(code, at(1));
            supervisor.executorEnded(0, 143, at(1));
            supervisor.executorEnded(1, 143, at(1));
            assertEquals(OptionalInt.of(code), supervisor.result());
            assertEquals(List.of("terminate executor-0", "terminate executor-1"), actions);
        }
        assertEquals(List.of(), messages);
    }

    @Test
    void aStopWhileTheDriverWaitsForItsRestartEndsTheJob() {
        Supervisor supervisor = startedWithCheckpoint(10);
        supervisor.driverEnded(137, at(1));
        supervisor.tick(at(1));
        supervisor.driverEnded(137, at(2));
        actions.clear();
        supervisor.stop(at(2));
        assertEquals(List.of("terminate executor-0", "terminate executor-1"), actions);
        supervisor.executorEnded(0, 143, at(2));
        supervisor.executorEnded(1, 143, at(2));
        assertEquals(OptionalInt.of(0), supervisor.result());
    }

    private Supervisor started(RestartType type, int maxFailures) {
        return started(type, maxFailures, Optional.empty());
    }

    private Supervisor startedWithCheckpoint(int maxFailures) {
        return started(
                RestartType.OnFailure,
                10,
                Optional.of(new RestartBudget(
                        new RestartPolicy(RestartType.OnFailure, maxFailures, "10m", "500ms", "30s"))));
    }

    private Supervisor started(RestartType type, int maxFailures, Optional<RestartBudget> driverBudget) {
        Supervisor supervisor = new Supervisor(
                new RecordedProcesses(),
                2,
                new RestartBudget(new RestartPolicy(type, maxFailures, "10m", "500ms", "30s")),
                driverBudget,
                Duration.ofSeconds(30),
                messages::add);
        supervisor.start();
        return supervisor;
    }

    private static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private final class RecordedProcesses implements Processes {
        @Override
        public Child startDriver() {
            actions.add("start driver");
            return new RecordedChild("driver");
        }

        @Override
        public Child startExecutor(int ordinal) {
            actions.add("start executor-" + ordinal);
            return new RecordedChild("executor-" + ordinal);
        }
    }

    private final class RecordedChild implements Child {
        private final String name;

        RecordedChild(String name) {
            this.name = name;
        }

        @Override
        public void onExit(IntConsumer action) {}

        @Override
        public void terminate() {
            actions.add("terminate " + name);
        }

        @Override
        public void kill() {
            actions.add("kill " + name);
        }
    }
}

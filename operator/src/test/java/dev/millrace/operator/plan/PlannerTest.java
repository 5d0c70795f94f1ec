package dev.millrace.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.v1.status.CheckpointStatus;
import dev.millrace.crds.v1.status.Condition;
import dev.millrace.crds.v1.status.ConditionStatus;
import dev.millrace.crds.v1.status.FailureReason;
import dev.millrace.crds.v1.status.IntentAction;
import dev.millrace.crds.v1.status.JobPhase;
import dev.millrace.operator.observe.ActionFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lives of jobs, told to the planner pass by pass. */
class PlannerTest {
    private static final String TWO = "executor: {replicas: 2}";

    private static World running(String lines) {
        World world = new World(lines);
        world.settle();
        world.everythingRuns();
        world.settle();
        assertEquals(JobPhase.Running, world.status.phase());
        return world;
    }

    private static Condition condition(World world, String type) {
        return Conditions.find(world.status, type).orElseThrow();
    }

    private static boolean holds(World world, String type) {
        return condition(world, type).status() == ConditionStatus.True;
    }

    @Test
    void aJobStartsAllItsPodsAtOnceAndIsReadyAfterTheFirstBatch() {
        World world = new World(TWO);
        world.pass();
        assertEquals(List.of("words-driver", "words-exec-0", "words-exec-1"), world.names());
        assertEquals(JobPhase.Starting, world.status.phase());
        assertEquals(IntentAction.Start, world.status.intent().action());
        assertTrue(holds(world, "Progressing"));
        assertFalse(holds(world, "Ready"));

        world.after(Duration.ofSeconds(2));
        world.everythingRuns();
        world.pass();
        assertEquals(JobPhase.Running, world.status.phase());
        assertTrue(holds(world, "Ready"));
        assertFalse(holds(world, "Progressing"));
        assertFalse(holds(world, "Degraded"));
        assertEquals("2/2", world.status.executors().summary());
        assertEquals("2026-01-01T00:00:02Z", world.status.firstBatchTime());
        assertEquals("20.0k/s", world.status.lastBatch().rate());
        assertNull(world.status.intent());
    }

    @Test
    void aPassOverAJobThatIsAsItShouldBeDoesNothingAndSaysNothingNew() {
        World world = running(TWO);
        var before = world.status;
        world.told.clear();
        world.pass();
        assertEquals(List.of(new Action.EnsureCertificates(dev.millrace.operator.Jobs.ID, 2, false)), world.done);
        assertEquals(before, world.status);
        assertEquals(List.of(), world.told);
    }

    @Test
    void figuresAreWrittenOnceInAWhile() {
        World world = running(TWO);
        var before = world.status;
        world.after(Duration.ofSeconds(9));
        world.driverReports(2);
        world.pass();
        assertEquals(before, world.status);
        world.after(Duration.ofSeconds(1));
        world.driverReports(2);
        world.pass();
        assertNotEquals(before.lastBatch(), world.status.lastBatch());
    }

    @Test
    void theLastCommitIsToldWithItsTimeAndPlaceAndOutlivesTheDriver() {
        World world = running(TWO + "\ncheckpoint: {volume: {size: 1Gi}}");
        assertEquals(new CheckpointStatus(null, null, "words-checkpoint"), world.status.checkpoint());
        world.after(Duration.ofSeconds(10));
        world.committed = world.now;
        world.driverReports(2);
        world.pass();
        CheckpointStatus committed =
                new CheckpointStatus(world.now.toEpochMilli() - 1_000, world.now.toString(), "words-checkpoint");
        assertEquals(committed, world.status.checkpoint());

        world.gone("words-driver");
        world.pass();
        assertEquals(committed, world.status.checkpoint());
    }

    @Test
    void aDriverWhoseCheckpointAnotherHasTakenOverIsAFailureThatSaysSo() {
        World world = running(TWO);
        world.fails("words-driver", 4, "Error", "error[FENCED]: a newer driver has taken over");
        world.pass();
        assertEquals(FailureReason.Fenced, world.status.failures().get(0).reason());
        assertEquals(1, world.status.recovery().failureTimes().size());
    }

    @Test
    void aDeletedExecutorIsReplacedAtOnceAndIsNoFailure() {
        World world = running(TWO);
        world.gone("words-exec-1");
        world.pass();
        assertTrue(world.names().contains("words-exec-1"));
        assertEquals(List.of(), world.status.failures());
    }

    @Test
    void theFirstFailureIsReplacedAtOnceAndTheNextOnesWaitLongerAndLonger() {
        World world = running(TWO);
        List<Long> pauses = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            world.after(Duration.ofSeconds(3));
            world.fails("words-exec-0", 1, "Error", "it broke");
            var failed = world.now;
            String uid = world.uid("words-exec-0");
            while (world.pods.containsKey("words-exec-0")
                    && world.uid("words-exec-0").equals(uid)) {
                world.pass();
                if (world.pods.containsKey("words-exec-0")
                        && world.uid("words-exec-0").equals(uid)) {
                    world.after(world.wake);
                }
            }
            pauses.add(Duration.between(failed, world.now).toMillis());
            world.everythingRuns();
            world.pass();
        }
        assertEquals(List.of(0L, 500L, 1_000L, 2_000L, 4_000L), pauses);
        assertEquals(5, world.status.recovery().restarts());
        assertEquals(5, world.status.recovery().failureTimes().size());
    }

    @Test
    void timeWithoutAFailureResetsThePause() {
        World world = running(TWO);
        for (int i = 0; i < 3; i++) {
            world.after(Duration.ofMinutes(3));
            world.fails("words-exec-0", 1, "Error", "");
            String uid = world.uid("words-exec-0");
            world.pass();
            assertNotEquals(uid, world.uid("words-exec-0"), "failure " + i);
            world.everythingRuns();
            world.pass();
        }
    }

    @Test
    void aFailureIsCountedOnceHoweverOftenItIsSeen() {
        World world = running("executor: {replicas: 2}\nrestartPolicy: {initialBackoff: 10s}");
        world.fails("words-exec-0", 1, "Error", "");
        world.pass();
        world.everythingRuns();
        world.after(Duration.ofSeconds(1));
        world.fails("words-exec-1", 1, "Error", "");
        world.pass();
        world.pass();
        world.pass();
        assertEquals(2, world.status.failures().size());
        assertEquals(2, world.status.recovery().restarts());
        assertEquals("BackingOff", condition(world, "Degraded").reason());
    }

    @Test
    void anExecutorKilledForItsMemoryShowsAsSuch() {
        World world = running(TWO);
        world.fails("words-exec-1", 137, "OOMKilled", "");
        world.pass();
        assertEquals(FailureReason.OOMKilled, world.status.failures().get(0).reason());
        assertEquals(137, world.status.failures().get(0).exitCode());
        assertEquals("words-exec-1", world.status.failures().get(0).pod());
    }

    @Test
    void aHeapThatIsTooSmallShowsAsSuch() {
        World world = running(TWO);
        world.fails("words-exec-1", 3, "Error", "Terminating due to java.lang.OutOfMemoryError: Java heap space");
        world.pass();
        assertEquals(
                FailureReason.OutOfMemoryError, world.status.failures().get(0).reason());
    }

    @Test
    void anEvictionIsNoFailureOfTheJob() {
        World world = running(TWO);
        world.evicted("words-exec-1");
        world.pass();
        assertEquals(FailureReason.Evicted, world.status.failures().get(0).reason());
        assertEquals(List.of(), world.status.recovery().failureTimes());
        assertTrue(world.names().contains("words-exec-1"));
    }

    @Test
    void anExecutorThatHadNoDriverForTooLongIsNoFailure() {
        World world = running(TWO);
        world.fails("words-exec-1", 3, "Error", "driver lost: not reached for 60s; the executor ends");
        world.pass();
        assertEquals(List.of(), world.status.failures());
        world.pass();
        assertTrue(world.names().contains("words-exec-1"));
    }

    @Test
    void aFailedDriverIsReplacedWithTheNextEpochAndItsExecutorsStay() {
        World world = running(TWO);
        String executor = world.uid("words-exec-0");
        world.fails("words-driver", 1, "Error", "error[MR-2001]: the program failed\n  caused by: boom");
        world.pass();
        assertEquals(2, world.status.epoch());
        assertEquals(
                "2", world.pods.get("words-driver").getMetadata().getLabels().get("millrace.dev/epoch"));
        assertEquals(executor, world.uid("words-exec-0"));
        assertEquals(JobPhase.Starting, world.status.phase());
        assertEquals(IntentAction.ReplaceDriver, world.status.intent().action());
    }

    @Test
    void aJobThatFailsTooOftenIsStoppedAndSaysWhy() {
        World world = new World("restartPolicy: {maxFailures: 3}");
        world.settle();
        for (int i = 0; i < 3; i++) {
            world.after(Duration.ofSeconds(40));
            world.everythingRuns();
            world.sighting = null;
            world.fails("words-driver", 1, "Error", "error[MR-2001]: the program failed: boom " + i);
            world.pass();
            if (i < 2) {
                world.after(world.wake);
                world.pass();
            }
        }
        assertEquals(JobPhase.Failed, world.status.phase());
        assertEquals("BudgetExhausted", condition(world, "Degraded").reason());
        assertTrue(
                condition(world, "Degraded").message().contains("boom 2"),
                condition(world, "Degraded").message());
        assertTrue(world.isTerminating("words-exec-0"));
        assertTrue(world.names().contains("words-driver"), "its log can still be read");

        world.after(Duration.ofHours(1));
        world.pass();
        assertEquals(JobPhase.Failed, world.status.phase(), "time alone heals nothing");

        world.gone("words-exec-0");
        world.change("restartPolicy: {maxFailures: 3}\nrestartNonce: 1");
        world.settle();
        assertEquals(JobPhase.Starting, world.status.phase());
        assertEquals(List.of("words-driver", "words-exec-0"), world.names());
    }

    @Test
    void theFirstFailureEndsAJobThatIsNeverRestarted() {
        World world = running("restartPolicy: {type: Never}");
        world.fails("words-driver", 1, "Error", "boom");
        world.pass();
        assertEquals(JobPhase.Failed, world.status.phase());
    }

    @Test
    void aDriverThatIsSilentForTooLongIsReplaced() {
        World world = running(TWO);
        world.driverIsSilent();
        world.pass();
        assertEquals(JobPhase.Running, world.status.phase());
        assertFalse(world.isTerminating("words-driver"));
        world.after(Duration.ofSeconds(30));
        world.pass();
        assertTrue(world.isTerminating("words-driver"));
        assertEquals(FailureReason.Unresponsive, world.status.failures().get(0).reason());
        world.gone("words-driver");
        world.pass();
        assertEquals(2, world.status.epoch());
    }

    @Test
    void aDriverThatMakesNoBatchesIsReplacedButNotForLackOfExecutors() {
        World world = new World(TWO);
        world.settle();
        world.start("words-driver");
        world.start("words-exec-0");
        world.unschedulable("words-exec-1");
        world.report("STARTING", 1, false);
        world.after(Duration.ofMinutes(10));
        world.pass();
        assertFalse(world.isTerminating("words-driver"));
        assertEquals("SchedulingTimeout", condition(world, "Degraded").reason());

        world.start("words-exec-1");
        world.after(Duration.ofMinutes(3));
        world.pass();
        assertTrue(world.isTerminating("words-driver"));
        assertEquals(FailureReason.StartTimeout, world.status.failures().get(0).reason());
    }

    @Test
    void anImageThatDoesNotExistIsReportedAndWaitedFor() {
        World world = new World(TWO);
        world.settle();
        world.blocked("words-driver", "ImagePullBackOff", "no such image");
        world.after(Duration.ofMinutes(1));
        world.pass();
        assertFalse(holds(world, "Degraded"));
        world.after(Duration.ofMinutes(1));
        world.pass();
        assertEquals("ImagePullTimeout", condition(world, "Degraded").reason());
        assertTrue(condition(world, "Degraded").message().contains("no such image"));
        assertEquals(
                1,
                world.told.stream()
                        .filter(reason -> reason == EventReason.TimedOut)
                        .count());
        world.pass();
        assertEquals(
                1,
                world.told.stream()
                        .filter(reason -> reason == EventReason.TimedOut)
                        .count());

        world.everythingRuns();
        world.pass();
        assertEquals(JobPhase.Running, world.status.phase());
        assertFalse(holds(world, "Degraded"));
    }

    @Test
    void moreExecutorsAreAddedWithoutTouchingAnybody() {
        World world = running(TWO);
        String driver = world.uid("words-driver");
        String first = world.uid("words-exec-0");
        world.change("executor: {replicas: 4}");
        world.pass();
        assertEquals(JobPhase.Scaling, world.status.phase());
        assertEquals(2, world.status.intent().fromReplicas());
        assertEquals(4, world.status.intent().toReplicas());
        assertTrue(holds(world, "Ready"), "batches go on");
        world.everythingRuns();
        world.pass();
        assertEquals(JobPhase.Running, world.status.phase());
        assertEquals("4/4", world.status.executors().summary());
        assertEquals(driver, world.uid("words-driver"));
        assertEquals(first, world.uid("words-exec-0"));
    }

    @Test
    void executorsAreMissingOnlyOnceTheyHaveHadTheirTime() {
        World world = running(TWO);
        world.after(Duration.ofMinutes(5));
        world.change("executor: {replicas: 3}");
        world.settle();
        world.start("words-exec-2");
        world.driverReports(2);
        world.pass();
        assertFalse(holds(world, "Degraded"), "the third has just started");
        world.after(Duration.ofMinutes(2));
        world.pass();
        assertEquals("ExecutorsMissing", condition(world, "Degraded").reason());
    }

    @Test
    void executorsThatAreTooManyAreDrainedByTheDriver() {
        World world = running("executor: {replicas: 4}");
        world.change("executor: {replicas: 1}");
        world.pass();
        assertEquals(1, world.toldDriver().orElseThrow().desired());
        assertFalse(world.isTerminating("words-exec-3"), "it may end its batch");

        world.ends("words-exec-3");
        world.ends("words-exec-2");
        world.driverReports(2);
        world.pass();
        assertEquals(List.of("words-driver", "words-exec-0", "words-exec-1"), world.names());
        assertEquals(JobPhase.Scaling, world.status.phase());
        world.ends("words-exec-1");
        world.driverReports(1);
        world.settle();
        assertEquals(JobPhase.Running, world.status.phase());
        assertEquals(List.of("words-driver", "words-exec-0"), world.names());
    }

    @Test
    void anExecutorThatDoesNotLeaveInTimeIsDeleted() {
        World world = running("executor: {replicas: 2}");
        world.change("executor: {replicas: 1}");
        world.pass();
        world.after(Duration.ofMinutes(2));
        world.pass();
        assertTrue(world.isTerminating("words-exec-1"));
    }

    @Test
    void aChangedLabelComesToThePodsThatRun() {
        World world = running(TWO);
        world.change("executor: {replicas: 2, template: {labels: {team: blue}, annotations: {note: hi}}}");
        world.pass();
        List<Action.RelabelPod> relabelled = world.done.stream()
                .filter(Action.RelabelPod.class::isInstance)
                .map(Action.RelabelPod.class::cast)
                .toList();
        assertEquals(
                List.of("words-exec-0", "words-exec-1"),
                relabelled.stream().map(action -> action.pod().name()).toList());
        assertEquals(Map.of("team", "blue"), relabelled.get(0).labels());
        assertEquals("hi", relabelled.get(0).annotations().get("note"));
        assertEquals(
                "label:team,annotation:note", relabelled.get(0).annotations().get("millrace.dev/template-keys"));
        assertEquals(JobPhase.Running, world.status.phase());
    }

    @Test
    void executorsAreRolledOneByOneAndTheDriverStays() {
        World world = running(TWO);
        String driver = world.uid("words-driver");
        String second = world.uid("words-exec-1");
        world.after(Duration.ofSeconds(5));
        world.driverReports(2);
        world.change("executor: {replicas: 2, memory: 2g}");
        world.pass();
        assertEquals(JobPhase.Upgrading, world.status.phase());
        assertEquals(Set.of(0), world.toldDriver().orElseThrow().leaving());
        assertTrue(holds(world, "Ready"));

        world.ends("words-exec-0");
        world.driverReports(1);
        world.pass();
        assertEquals(second, world.uid("words-exec-1"));
        world.pass();
        assertTrue(
                world.toldDriver()
                        .map(Action.TellDriver::leaving)
                        .orElse(Set.of())
                        .isEmpty(),
                "not before the first is back");

        world.everythingRuns();
        world.pass();
        assertTrue(
                world.toldDriver()
                        .map(Action.TellDriver::leaving)
                        .orElse(Set.of())
                        .isEmpty(),
                "what the driver says may be of before the start");
        world.after(Duration.ofSeconds(2));
        world.driverReports(2);
        world.pass();
        assertEquals(Set.of(1), world.toldDriver().orElseThrow().leaving());
        world.ends("words-exec-1");
        world.driverReports(1);
        world.pass();
        world.everythingRuns();
        world.settle();
        assertEquals(JobPhase.Running, world.status.phase());
        assertEquals(driver, world.uid("words-driver"));
        assertNotEquals(second, world.uid("words-exec-1"));
    }

    @Test
    void anOldReportDoesNotRollASecondExecutorWhileTheFirstIsAway() {
        World world = running(TWO);
        world.after(Duration.ofSeconds(5));
        world.driverReports(2);
        world.change("executor: {replicas: 2, memory: 2g}");
        world.pass();
        assertEquals(Set.of(0), world.toldDriver().orElseThrow().leaving());
        world.ends("words-exec-0");
        world.pass();
        assertFalse(
                world.toldDriver()
                        .map(Action.TellDriver::leaving)
                        .orElse(Set.of())
                        .contains(1),
                "the driver has not said yet that the first is gone");
    }

    @Test
    void aChangeOfArgumentsRestartsTheJobFromTheDriverOn() {
        World world = running(TWO);
        world.change("executor: {replicas: 2}\nbatchInterval: 2s");
        world.pass();
        assertTrue(world.isTerminating("words-driver"));
        assertFalse(world.isTerminating("words-exec-0"), "the driver ends its batch with them");
        assertEquals(JobPhase.Upgrading, world.status.phase());
        assertFalse(holds(world, "Ready"));

        world.ends("words-exec-0");
        world.ends("words-exec-1");
        world.gone("words-driver");
        world.sighting = null;
        world.settle();
        assertEquals(2, world.status.epoch());
        assertEquals(List.of("words-driver", "words-exec-0", "words-exec-1"), world.names());
        world.everythingRuns();
        world.settle();
        assertEquals(JobPhase.Running, world.status.phase());
        assertEquals(List.of(), world.status.failures());
    }

    @Test
    void aSuspendedJobHasNoPodsAndComesBack() {
        World world = running(TWO);
        world.change("executor: {replicas: 2}\nsuspend: true");
        world.pass();
        assertEquals(JobPhase.Suspending, world.status.phase());
        assertTrue(world.isTerminating("words-driver"));
        assertFalse(world.isTerminating("words-exec-0"));
        world.gone("words-driver");
        world.ends("words-exec-0");
        world.ends("words-exec-1");
        world.settle();
        assertEquals(List.of(), world.names());
        assertEquals(JobPhase.Suspended, world.status.phase());

        world.change(TWO);
        world.settle();
        assertEquals(2, world.status.epoch());
        world.everythingRuns();
        world.settle();
        assertEquals(JobPhase.Running, world.status.phase());
        assertTrue(world.told.contains(EventReason.Resuming));
    }

    @Test
    void aSpecThatCannotBeUsedLeavesTheLastGoodOneRunning() {
        World world = running(TWO);
        world.spec = dev.millrace.operator.Jobs.withConf(world.spec, "millrace.master", "local");
        world.gone("words-exec-1");
        world.pass();
        assertEquals("InvalidSpec", condition(world, "Degraded").reason());
        assertTrue(
                condition(world, "Degraded").message().contains("spec.conf"),
                condition(world, "Degraded").message());
        assertEquals(JobPhase.Running, world.status.phase());
        assertTrue(world.names().contains("words-exec-1"), "and is looked after");
        assertTrue(world.told.contains(EventReason.InvalidSpec));
    }

    @Test
    void whatTheClusterRefusesIsSaidOnceItLasts() {
        World world = running(TWO);
        world.failure = new ActionFailure(world.now, "pods \"words-exec-1\" is forbidden: exceeded quota");
        world.pass();
        assertFalse(holds(world, "Degraded"), "it may be over soon");
        world.after(Duration.ofSeconds(5));
        world.pass();
        assertEquals("ActionFailed", condition(world, "Degraded").reason());
        assertTrue(condition(world, "Degraded").message().contains("exceeded quota"));
        world.pass();
        assertEquals(
                1, world.told.stream().filter(EventReason.ActionFailed::equals).count());
        world.failure = null;
        world.pass();
        assertFalse(holds(world, "Degraded"));
    }

    @Test
    void aJobWhoseSpecWasNeverRightHasNoPods() {
        World world = new World(TWO);
        world.spec = dev.millrace.operator.Jobs.withConf(world.spec, "millrace.master", "local");
        world.pass();
        assertEquals(List.of(), world.names());
        assertEquals(JobPhase.Failed, world.status.phase());
        world.change(TWO);
        world.pass();
        assertEquals(3, world.names().size());
    }

    @Test
    void aProgramThatEndsByItselfIsComplete() {
        World world = running(TWO);
        world.ends("words-driver");
        world.ends("words-exec-0");
        world.ends("words-exec-1");
        world.settle();
        assertEquals(JobPhase.Completed, world.status.phase());
        world.after(Duration.ofHours(1));
        world.settle();
        assertEquals(JobPhase.Completed, world.status.phase());
        assertEquals(1, world.status.epoch());
    }

    @Test
    void aPodThatDoesNotEndIsLookedAfterOnceItsGraceIsOver() {
        World world = running(TWO);
        world.change("executor: {replicas: 2}\nrestartNonce: 1");
        world.pass();
        world.after(Duration.ofSeconds(75 + 14));
        world.pass();
        assertTrue(world.done.stream().noneMatch(Action.ReleasePod.class::isInstance));
        world.after(Duration.ofSeconds(1));
        world.pass();
        assertTrue(world.done.stream().anyMatch(Action.ReleasePod.class::isInstance));
    }

    @Test
    void aDriverWhoseExecutorsAreGoneNeedNotHaveAllOfItsGrace() {
        World world = running(TWO);
        world.terminates("words-driver", Duration.ofSeconds(75));
        world.pass();
        assertFalse(world.done.stream().anyMatch(Action.DeletePod.class::isInstance), "it ends its batch");
        world.ends("words-exec-0");
        world.ends("words-exec-1");
        world.pass();
        Action.DeletePod delete = world.done.stream()
                .filter(Action.DeletePod.class::isInstance)
                .map(Action.DeletePod.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("words-driver", delete.pod().name());
        assertEquals(5, delete.graceSeconds());
    }

    @Test
    void aJobThatIsDeletedEndsItsDriverFirst() {
        World world = running(TWO);
        world.endingPass();
        assertTrue(world.isTerminating("words-driver"));
        assertFalse(world.isTerminating("words-exec-0"));
        world.gone("words-driver");
        world.endingPass();
        assertTrue(world.isTerminating("words-exec-0"));
    }
}

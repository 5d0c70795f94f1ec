package dev.millrace.operator.plan;

import dev.millrace.operator.observe.PodLife;
import dev.millrace.operator.observe.PodSighting;
import java.time.Duration;
import java.time.Instant;

/** Looks after the time limits of single pods: of their way to a process, and of their end. */
final class PodWatch {
    /** What a driver needs to end when there is nothing to wait for. */
    private static final long GRACE_ALONE_SECONDS = 5;
    /** Between two looks at whether a node is gone: nothing that happens to a node wakes the job. */
    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);

    private final Draft draft;
    private final Timeouts timeouts;

    PodWatch(Draft draft, Timeouts timeouts) {
        this.draft = draft;
        this.timeouts = timeouts;
    }

    /**
     * Reports what keeps a pod from starting once that takes too long. The pod stays: the kubelet and the scheduler go on
     * trying, and so it starts by itself once an image is pushed or a node has room.
     */
    void start(PodSighting pod) {
        if (pod.life() != PodLife.PENDING) {
            return;
        }
        PodSighting.Blocked blocked = pod.blocked();
        Duration limit = blocked != null && blocked.byImage()
                ? timeouts.image()
                : blocked != null && blocked.byScheduling() ? timeouts.scheduling() : timeouts.start();
        Instant deadline = pod.created().plus(limit);
        if (draft.now().isBefore(deadline)) {
            draft.wakeAt(deadline);
            return;
        }
        String what = blocked == null
                ? "its containers have not started"
                : blocked.reason() + (blocked.message().isEmpty() ? "" : ": " + blocked.message());
        String reason = blocked != null && blocked.byImage()
                ? "ImagePullTimeout"
                : blocked != null && blocked.byScheduling() ? "SchedulingTimeout" : "PodStartTimeout";
        draft.trouble(reason, "pod " + pod.name() + " does not start since " + pod.created() + ": " + what);
    }

    /**
     * Waits for the end of a driver. One whose executors are gone cannot complete a batch any more, so it need not have the
     * whole of its grace.
     */
    void endDriver(PodSighting driver) {
        boolean anyExecutor = draft.seen().executors().values().stream().anyMatch(PodSighting::isRunning);
        Instant soon = draft.now().plusSeconds(GRACE_ALONE_SECONDS);
        if (!anyExecutor && driver.terminatedBy().orElse(soon).isAfter(soon)) {
            draft.add(new Action.DeletePod(driver, GRACE_ALONE_SECONDS, "it has no executors any more"));
        }
        end(driver);
    }

    /** Sees to it that a pod that was asked to end does not stay for ever because its node is gone. */
    void end(PodSighting pod) {
        Instant deadline = pod.terminatedBy().orElse(draft.now()).plus(timeouts.end());
        if (draft.now().isBefore(deadline)) {
            draft.wakeAt(deadline);
            return;
        }
        draft.tell(
                EventReason.NodeSuspected,
                "pod " + pod.name() + " should have ended by "
                        + pod.terminatedBy().map(Instant::toString).orElse("now")
                        + "; it is given up if its node is gone");
        draft.add(new Action.ReleasePod(pod));
        draft.wakeAt(draft.now().plus(NEXT_LOOK));
    }
}

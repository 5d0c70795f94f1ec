package dev.millrace.receiver;

import dev.millrace.checkpoint.BlockContent;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.ResidentHandler;
import dev.millrace.serializer.JavaSerialization;
import dev.millrace.streaming.receiver.Receiver;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver as the driver sees it: places it on an executor, places it on another when that is lost, takes its messages.
 * Thread-safe.
 */
final class TrackedReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedReceiver.class);
    private static final long PLACE_AGAIN_MILLIS = 200;
    private static final long LAST_MESSAGE_SECONDS = 10;
    private static final long NOT_PLACED = -1;

    private final int streamId;
    private final String uid;
    private final String name;
    private final Receiver<?> receiver;
    private final ClassLoader loader;
    private final MillraceConf conf;
    private final Duration batchInterval;
    private final JobRunner runner;
    private final Placement placement;
    private final ReceiverEvents events;
    private final ScheduledExecutorService again;
    private final @Nullable ReceiverLog log;
    private final ReceivedBlocks blocks = new ReceivedBlocks();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object placing = new Object();

    private volatile long resident = NOT_PLACED;
    private volatile int incarnation = -1;
    private volatile boolean stopping;
    private volatile long rateLimit; // records a second, 0 for none
    private ReceiverStatus status; // the rest is guarded by this
    private boolean hasReceived;
    /** The last placement that was stopped to be placed elsewhere. */
    private int leaving = -1;

    private int failures;

    TrackedReceiver(
            int streamId,
            String uid,
            Receiver<?> receiver,
            MillraceConf conf,
            Duration batchInterval,
            JobRunner runner,
            Placement placement,
            ReceiverEvents events,
            ScheduledExecutorService again,
            @Nullable ReceiverLog log) {
        this.streamId = streamId;
        this.uid = uid;
        this.receiver = receiver;
        this.loader = UserClasses.loader(receiver);
        this.conf = conf;
        this.batchInterval = batchInterval;
        this.runner = runner;
        this.placement = placement;
        this.events = events;
        this.again = again;
        this.log = log;
        this.name = kind(receiver) + "-" + streamId;
        this.status = ReceiverStatus.before(streamId, name);
    }

    private static String kind(Receiver<?> receiver) {
        String name = receiver.getClass().getSimpleName();
        return name.isEmpty() ? "Receiver" : name;
    }

    ReceivedBlocks blocks() {
        return blocks;
    }

    /** Starts the receiver on the executor that suits best; waits for one, and tries again when none comes. */
    void place() {
        synchronized (placing) {
            if (stopping) {
                ended.countDown(); // nobody is there to say so
            }
            if (ended.getCount() == 0) {
                return;
            }
            try {
                start(incarnation + 1);
            } catch (MillraceException e) {
                notPlaced(e);
            } catch (RuntimeException e) {
                notPlaced(new MillraceException(ErrorCode.SOURCE, name + " cannot be started: " + e, e));
            }
            if (stopping) {
                stopPlaced();
            }
        }
    }

    private void start(int next) {
        ReceiverTask<?> task = new ReceiverTask<>(
                copy(receiver, loader), ReceiverSettings.of(conf, batchInterval, streamId, next, log != null));

        Incarnation placed = new Incarnation(next);
        incarnation = next;
        resident = runner.startResident(
                task, placement.choose(streamId, receiver.preferredLocation(), runner.executorNames()), placed);
        placed.id.complete(resident);
        limitRate(rateLimit);
    }

    private void notPlaced(MillraceException cause) {
        if (stopping) {
            ended.countDown();
        } else if (cause.code() == ErrorCode.NO_EXECUTORS) {
            LOG.warn("receiver of stream {} waits for an executor: {}", streamId, cause.getMessage());
            var unused = again.schedule(this::place, PLACE_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            events.failed(cause);
        }
    }

    /** The receiver of this placement is nobody else's, also where executors are threads of this JVM. */
    @SuppressWarnings("unchecked")
    private static <T> Receiver<T> copy(Receiver<T> receiver, ClassLoader loader) {
        return (Receiver<T>) JavaSerialization.deserialize(JavaSerialization.serialize(receiver), loader);
    }

    /** The batch of these blocks has ended: the receiver may take in as much again. */
    void batchEnded(long batchTime) {
        long bytes = 0;
        for (ReceivedBlock block : blocks.end(batchTime)) {
            bytes += ReceiverSettings.incarnation(block.id()) == incarnation ? block.bytes() : 0;
        }
        if (bytes > 0 && ended.getCount() > 0) {
            runner.tell(resident, new ReceiverMessage.Consumed(bytes));
        }
    }

    /** Records a second that the receiver may take in, 0 for no limit of this kind. */
    void limitRate(long recordsPerSecond) {
        rateLimit = recordsPerSecond;
        long placed = resident;
        if (recordsPerSecond > 0 && placed != NOT_PLACED && ended.getCount() > 0) {
            runner.tell(placed, new ReceiverMessage.Rate(recordsPerSecond));
        }
    }

    /** Stops the receiver and returns when all of its blocks are known here; one that is being placed stops later. */
    void stop() throws InterruptedException {
        stopping = true;
        stopPlaced();
        if (resident != NOT_PLACED && !ended.await(LAST_MESSAGE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("receiver of stream {} was stopped without a last message", streamId);
        }
    }

    private void stopPlaced() {
        if (resident == NOT_PLACED) {
            return;
        }
        try {
            runner.stopResident(resident);
        } catch (MillraceException e) {
            LOG.warn("receiver of stream {} was not stopped in time: {}", streamId, e.getMessage());
        }
    }

    /** One placement of the receiver; messages of an earlier one than the current count for their blocks alone. */
    private final class Incarnation implements ResidentHandler {
        private final int number;
        /** Messages can come before it is known. */
        private final CompletableFuture<Long> id = new CompletableFuture<>();

        Incarnation(int number) {
            this.number = number;
        }

        @Override
        public void onMessage(Object message) {
            ReceiverLog writing = log;
            if (writing == null) {
                takeAndConfirm(message);
            } else if (message instanceof ReceiverMessage.BlockToLog block) {
                writing.write(
                        new BlockContent(
                                uid, block.block().records(), block.block().bytes(), block.content()),
                        place -> takeAndConfirm(
                                new ReceiverMessage.BlockKept(block.block().at(place))));
            } else {
                writing.afterwards(() -> take(message)); // it has stopped when its blocks are written
            }
        }

        private void takeAndConfirm(Object message) {
            take(message);
            if (message instanceof ReceiverMessage.BlockKept kept) {
                var unused = id.thenAccept(to -> runner.tell(
                        to, new ReceiverMessage.Confirmed(kept.block().id())));
            }
        }

        private void take(Object message) {
            synchronized (TrackedReceiver.this) {
                if (message instanceof ReceiverMessage.BlockKept kept) {
                    hasReceived = true;
                    blocks.add(kept.block());
                } else if (number != incarnation) {
                    return;
                } else if (message instanceof ReceiverMessage.Started started) {
                    started(started.executorId());
                } else if (message instanceof ReceiverMessage.Problem problem) {
                    problem(problem);
                } else if (message instanceof ReceiverMessage.Stopped stopped) {
                    stopped(stopped);
                }
            }
        }

        /** What it says when it has stopped then is not the end of the receiver. */
        @Override
        public void onLeaving() {
            synchronized (TrackedReceiver.this) {
                leaving = number;
            }
        }

        @Override
        public void onLost(String reason) {
            synchronized (TrackedReceiver.this) {
                if (number != incarnation || ended.getCount() == 0) {
                    return;
                }
                if (stopping) {
                    ended.countDown();
                    return;
                }
                LOG.warn("receiver of stream {} is started elsewhere: {}", streamId, reason);
                status = status.with(Failure.of(reason, null), now()).inactive();
                events.error(status);
            }
            again.execute(TrackedReceiver.this::place);
        }

        /** It would not start elsewhere either: the processes of a job have the same classes. */
        @Override
        public void onNotStarted(String reason) {
            synchronized (TrackedReceiver.this) {
                if (number != incarnation || ended.getCount() == 0) {
                    return;
                }
                status = status.with(Failure.of(reason, null), now()).inactive();
                events.error(status);
                ended.countDown();
                if (!stopping) {
                    events.failed(new MillraceException(ErrorCode.SOURCE, name + " cannot be started: " + reason));
                }
            }
        }
    }

    private void started(String executor) {
        placement.runsOn(streamId, executor);
        status = status.runningOn(executor);
        events.started(status);
    }

    private void problem(ReceiverMessage.Problem problem) {
        status = status.with(problem.failure(), now());
        boolean startsAgain = problem.nextStartMillis() >= 0;
        if (startsAgain) {
            status = status.inactive();
        }
        events.error(status);
        if (startsAgain && problem.failure().isError() && !hasReceived) {
            failures++;
            int most = conf.get(MillraceConfig.RECEIVER_MAX_FAILURES);
            if (failures >= most) {
                fail(
                        problem.failure(),
                        "; failed " + failures + " times and has not received anything yet ("
                                + MillraceConfig.RECEIVER_MAX_FAILURES.key() + "=" + most + ")");
            }
        }
    }

    private void stopped(ReceiverMessage.Stopped stopped) {
        status = status.inactive();
        events.stopped(status);
        boolean isMoved = leaving == incarnation && stopped.failure() == null && !stopping;
        if (isMoved) {
            return;
        }
        ended.countDown();
        if (stopped.failure() != null) {
            fail(stopped.failure(), "");
        }
    }

    /** The message says it all in one line; the trace is there for who asks for traces. */
    private void fail(Failure failure, String detail) {
        MillraceException cause = new MillraceException(
                Objects.requireNonNullElse(failure.code(), ErrorCode.SOURCE),
                name + " on " + status.executorId() + ": " + failure.line() + detail);
        if (failure.isError()) {
            cause.addSuppressed(new ReceiverFailedException(failure.stackTrace()));
        }
        events.failed(cause);
    }

    private static long now() {
        return Clock.systemUTC().millis();
    }
}

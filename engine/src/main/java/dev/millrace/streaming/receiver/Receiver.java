package dev.millrace.streaming.receiver;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.StorageLevel;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes records in from outside and hands them to a stream. A copy of it is sent to an executor and started there, and
 * elsewhere when that executor is lost; so it is serializable, and what it opens ends with it.
 *
 * <pre>{@code
 * class Ticks extends Receiver<Long> {
 *   public void onStart() {
 *     new Thread(this::run, "ticks").start();
 *   }
 *
 *   private void run() {
 *     for (long tick = 0; !isStopped(); tick++) {
 *       store(tick);
 *     }
 *   }
 *
 *   public void onStop() {} // run() ends by itself
 * }
 * }</pre>
 *
 * <p>All methods for subclasses may be called from any thread. Records of one thread keep their order. A receiver that is
 * faster than its job is paused inside {@code store}: nothing is dropped.
 */
public abstract class Receiver<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StorageLevel storageLevel;
    private transient volatile @Nullable ReceiverSupervisor<T> supervisor;

    /** Keeps records as bytes, in memory as long as they fit, else on disk, on two executors. */
    protected Receiver() {
        this(StorageLevel.MEMORY_AND_DISK_SER_2);
    }

    /**
     * @param storageLevel where received records are kept until the last batch that needs them has ended
     * @throws MillraceException when the level keeps nothing
     */
    @SuppressWarnings("this-escape") // only its name is read
    protected Receiver(StorageLevel storageLevel) {
        if (!storageLevel.isValid()) {
            throw new MillraceException(
                    ErrorCode.ARGUMENT,
                    getClass().getName() + ": expected a storage level that keeps records, found NONE; the default is"
                            + " MEMORY_AND_DISK_SER_2");
        }
        this.storageLevel = storageLevel;
    }

    /**
     * Begins to receive, on threads of its own, and returns soon. Called again after a {@link #restart restart}. An
     * exception counts as a failure, after which the receiver is started again.
     */
    public abstract void onStart() throws Exception;

    /**
     * Ends what {@link #onStart} began. It is called with {@link #isStopped} true; records that are stored before it
     * returns are kept, later ones are refused.
     */
    public abstract void onStop() throws Exception;

    /** Name of the executor that is best to run on, if it matters. */
    public Optional<String> preferredLocation() {
        return Optional.empty();
    }

    public final StorageLevel storageLevel() {
        return storageLevel;
    }

    /**
     * Hands over one record. It goes into a block with those before it, which is kept soon afterwards; until then it is
     * lost with the executor.
     *
     * @throws MillraceException when the receiver has stopped
     */
    public final void store(T record) {
        behind().store(Objects.requireNonNull(record, "store: expected a record, found null"));
    }

    /**
     * Hands over several records and returns when they are kept, on two executors where the storage level says so and
     * two are there, and the driver will give them to a batch. Then a source can be told that it may forget them.
     *
     * @throws MillraceException when the receiver has stopped, or the records cannot be kept
     */
    public final void store(Collection<? extends T> records) {
        behind().storeAll(records.iterator());
    }

    /** As {@link #store(Collection)}; all records are taken before it returns. */
    public final void store(Iterator<? extends T> records) {
        behind().storeAll(records);
    }

    /** Tells the driver about a problem, for its log and the listeners; the receiver goes on. */
    public final void reportError(String message, @Nullable Throwable error) {
        behind().reportError(message, error);
    }

    /**
     * Ends this start of the receiver and begins the next one after {@code millrace.streaming.receiverRestartDelay}.
     * Returns at once; {@link #isStopped} is true from now on until then.
     */
    public final void restart(String message) {
        behind().restart(message, null, null);
    }

    /** As {@link #restart(String)} after a failure: the pause doubles with each one in a row, up to 16 times. */
    public final void restart(String message, Throwable error) {
        behind().restart(message, error, null);
    }

    /** As {@link #restart(String)} after a failure, with a pause of so many milliseconds. */
    public final void restart(String message, Throwable error, int millisecond) {
        behind().restart(message, error, Duration.ofMillis(millisecond));
    }

    /** Ends the receiver because its source is finished. Returns at once; the job goes on. */
    public final void stop(String message) {
        behind().stop(message, null);
    }

    /** Ends the receiver because going on makes no sense. Returns at once; the job fails with {@code error}. */
    public final void stop(String message, Throwable error) {
        behind().stop(message, error);
    }

    /** Whether {@link #onStart} has been called, and no stop or restart since. */
    public final boolean isStarted() {
        return behind().isStarted();
    }

    /** Whether the receiver's threads should end. */
    public final boolean isStopped() {
        return behind().isStopped();
    }

    /** Position of the stream among the inputs of the job. */
    public final int streamId() {
        return behind().streamId();
    }

    /** Name of the executor that this copy runs on. */
    public final String executorId() {
        return behind().executorId();
    }

    /** Puts the receiver to work behind {@code supervisor}: called by the engine, or by a test, before the first start. */
    public final void attach(ReceiverSupervisor<T> supervisor) {
        this.supervisor = supervisor;
    }

    private ReceiverSupervisor<T> behind() {
        ReceiverSupervisor<T> current = supervisor;
        if (current == null) {
            throw new MillraceException(
                    ErrorCode.STATE,
                    getClass().getName() + " has not been started: its methods work from onStart on, on the executor");
        }
        return current;
    }
}

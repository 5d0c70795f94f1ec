package dev.millrace.receiver;

import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentTask;
import dev.millrace.streaming.receiver.Receiver;
import org.jspecify.annotations.Nullable;

/** Takes a receiver to an executor and runs it there. */
final class ReceiverTask<T> implements ResidentTask {
    private static final long serialVersionUID = 1L;

    private final Receiver<T> receiver;
    private final ReceiverSettings settings;
    private transient volatile @Nullable RunningReceiver<T> running;

    ReceiverTask(Receiver<T> receiver, ReceiverSettings settings) {
        this.receiver = receiver;
        this.settings = settings;
    }

    @Override
    public void start(ResidentContext context) {
        RunningReceiver<T> started = new RunningReceiver<>(receiver, settings, context);
        running = started;
        started.start();
    }

    @Override
    public void receive(Object message) {
        RunningReceiver<T> current = running;
        if (current == null) {
            return;
        }
        if (message instanceof ReceiverMessage.Consumed consumed) {
            current.consumed(consumed.bytes());
        } else if (message instanceof ReceiverMessage.Confirmed confirmed) {
            current.confirmed(confirmed.block());
        } else if (message instanceof ReceiverMessage.Rate rate) {
            current.limitRate(rate.recordsPerSecond());
        }
    }

    @Override
    public void stop() throws InterruptedException {
        RunningReceiver<T> current = running;
        if (current != null) {
            current.stopAndWait();
        }
    }
}

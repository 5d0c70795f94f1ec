package dev.millrace.simulation;

import java.util.function.Consumer;

/**
 * One direction of a connection between two processes. As on TCP, what arrives does so in order; what was on its way when the
 * connection breaks does not.
 */
public final class Pipe {
    private static final int FAULTS_ONCE_IN = 60;

    private final Simulation simulation;
    private final Life to;
    private final Consumer<byte[]> receiver;
    private long lastArrival;
    private boolean broken;

    Pipe(Simulation simulation, Life to, Consumer<byte[]> receiver) {
        this.simulation = simulation;
        this.to = to;
        this.receiver = receiver;
    }

    /** @param doubled whether the receiver has to bear the frame twice */
    void send(byte[] frame, boolean doubled) {
        if (broken) {
            return;
        }
        long micros = 20L + simulation.random(400);
        if (simulation.strikes(Fault.LATE_MESSAGE, FAULTS_ONCE_IN)) {
            micros += 1_000L * simulation.random(200);
        }
        arriveAfter(micros, frame);
        if (doubled && simulation.strikes(Fault.DOUBLED_MESSAGE, FAULTS_ONCE_IN)) {
            arriveAfter(micros + simulation.random(20_000), frame);
        }
    }

    private void arriveAfter(long micros, byte[] frame) {
        long arrival = Math.max(lastArrival, simulation.nanos() + micros * 1_000);
        lastArrival = arrival;
        simulation.after((arrival - simulation.nanos() + 999) / 1_000, to, () -> {
            if (!broken) {
                receiver.accept(frame);
            }
        });
    }

    /** Nothing arrives for so long; what is sent meanwhile comes after that. */
    void stall(long millis) {
        lastArrival = Math.max(lastArrival, simulation.nanos() + millis * 1_000_000);
    }

    /** Nothing arrives any more. */
    void breakOff() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }
}

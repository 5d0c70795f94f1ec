package dev.millrace.simulation;

import java.util.function.Consumer;

/** A connection between two processes: two pipes that break together, which each side notices at a time of its own. */
public final class Line {
    private final Simulation simulation;
    private final Life first;
    private final Life second;
    private final Pipe toFirst;
    private final Pipe toSecond;
    private final Runnable firstClosed;
    private final Runnable secondClosed;

    /**
     * @param atFirst takes what arrives at the first process
     * @param firstClosed what the first process does when it notices that the connection is gone
     */
    public Line(
            Simulation simulation,
            Life first,
            Consumer<byte[]> atFirst,
            Runnable firstClosed,
            Life second,
            Consumer<byte[]> atSecond,
            Runnable secondClosed) {
        this.simulation = simulation;
        this.first = first;
        this.second = second;
        this.toFirst = new Pipe(simulation, first, atFirst);
        this.toSecond = new Pipe(simulation, second, atSecond);
        this.firstClosed = firstClosed;
        this.secondClosed = secondClosed;
    }

    public void sendToFirst(byte[] frame, boolean mayBeDoubled) {
        if (!first.isOver() && !second.isOver()) {
            toFirst.send(frame, mayBeDoubled);
            mayBreak();
        }
    }

    public void sendToSecond(byte[] frame, boolean mayBeDoubled) {
        if (!first.isOver() && !second.isOver()) {
            toSecond.send(frame, mayBeDoubled);
            mayBreak();
        }
    }

    /** Sends from one of the two processes to the other one. */
    public void sendFrom(Life sender, byte[] frame, boolean mayBeDoubled) {
        if (sender == first) {
            sendToSecond(frame, mayBeDoubled);
        } else {
            sendToFirst(frame, mayBeDoubled);
        }
    }

    private void mayBreak() {
        if (simulation.strikes(Fault.LOST_CONNECTION, 150)) {
            breakOff();
        }
    }

    public boolean isOpen() {
        return !toFirst.isBroken();
    }

    public void stall(long millis) {
        toFirst.stall(millis);
        toSecond.stall(millis);
    }

    /** Ends the connection: because it breaks, or because one of the processes has ended. */
    public void breakOff() {
        if (isOpen()) {
            toFirst.breakOff();
            toSecond.breakOff();
            simulation.after(1 + simulation.random(20_000), first, firstClosed);
            simulation.after(1 + simulation.random(20_000), second, secondClosed);
        }
    }
}

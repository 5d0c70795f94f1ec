package dev.millrace.simulation;

/** A process of the simulation, from its start to its end. */
public final class Life {
    private final String name;
    private boolean over;
    private long pausedUntil;

    Life(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public boolean isOver() {
        return over;
    }

    /** Ends the process. What it is in the middle of ends where it next touches the outside. */
    public void end() {
        over = true;
    }

    /** Lets the process stand still. */
    void pause(long untilNanos) {
        pausedUntil = Math.max(pausedUntil, untilNanos);
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /**
     * To be called wherever the process touches the outside.
     *
     * @throws Crash when it has been killed
     */
    public void check() {
        if (over) {
            throw new Crash(name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

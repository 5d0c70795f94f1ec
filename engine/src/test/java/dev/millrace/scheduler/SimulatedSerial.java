package dev.millrace.scheduler;

import dev.millrace.simulation.Life;
import dev.millrace.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Does one thing after the other in the time of a simulation; what waits in the middle holds up what comes after it. */
final class SimulatedSerial extends AbstractExecutorService {
    private final Simulation simulation;
    private final Life life;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean closed;

    SimulatedSerial(Simulation simulation, Life life) {
        this.simulation = simulation;
        this.life = life;
    }

    @Override
    public void execute(Runnable work) {
        queue.add(work);
        simulation.after(5 + simulation.random(200), life, this::next);
    }

    private void next() {
        if (busy || closed) {
            return; // whoever is busy goes on with the rest
        }
        busy = true;
        try {
            Runnable work = queue.poll();
            while (work != null) {
                work.run();
                work = queue.poll();
            }
        } finally {
            busy = false;
        }
    }

    @Override
    public void shutdown() {
        closed = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        closed = true;
        return List.copyOf(queue);
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return closed;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}

package dev.millrace.clock;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A time that stands still until a test moves it. */
public final class ManualClock implements Clock {
    private final AtomicLong now;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    public ManualClock() {
        this(0);
    }

    public ManualClock(long millis) {
        now = new AtomicLong(millis);
    }

    @Override
    public long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(now.get());
    }

    /** Moves the time forward and wakes who waited for it. */
    public void advance(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("time does not go back: expected millis >= 0, found " + millis);
        }
        now.addAndGet(millis);
        waiting.forEach(LockSupport::unpark);
    }

    @Override
    public boolean await(long millis, BooleanSupplier cancelled) {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        waiting.add(self);
        try {
            while (!cancelled.getAsBoolean()) {
                if (now.get() >= millis) {
                    return true;
                }
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            return false;
        } finally {
            waiting.remove(self);
            if (interrupted) {
                self.interrupt();
            }
        }
    }
}

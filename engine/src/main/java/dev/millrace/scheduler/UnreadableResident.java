package dev.millrace.scheduler;

import dev.millrace.error.MillraceException;
import dev.millrace.rdd.ResidentContext;
import dev.millrace.rdd.ResidentTask;

/** Stands for a resident task that this executor cannot read: it does not start. */
record UnreadableResident(MillraceException failure) implements ResidentTask {
    @Override
    public void start(ResidentContext context) {
        throw failure;
    }

    @Override
    public void receive(Object message) {}

    @Override
    public void stop() {}
}

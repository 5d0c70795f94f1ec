package dev.millrace.streaming;

import dev.millrace.batch.BatchObserver;
import dev.millrace.batch.BatchRun;
import dev.millrace.batch.OutputRun;
import java.util.List;

/** Several observers as one. */
record Observers(List<BatchObserver> observers) implements BatchObserver {
    @Override
    public void submitted(BatchRun batch) {
        observers.forEach(observer -> observer.submitted(batch));
    }

    @Override
    public void started(BatchRun batch) {
        observers.forEach(observer -> observer.started(batch));
    }

    @Override
    public void outputStarted(BatchRun batch, OutputRun output) {
        observers.forEach(observer -> observer.outputStarted(batch, output));
    }

    @Override
    public void outputEnded(BatchRun batch, OutputRun output) {
        observers.forEach(observer -> observer.outputEnded(batch, output));
    }

    @Override
    public void ended(BatchRun batch) {
        observers.forEach(observer -> observer.ended(batch));
    }
}

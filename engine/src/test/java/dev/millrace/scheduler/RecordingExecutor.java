package dev.millrace.scheduler;

import java.util.ArrayList;
import java.util.List;

/** An executor that writes down what it is told. */
final class RecordingExecutor implements ExecutorHandle {
    private final String name;
    final List<DriverMessage> messages = new ArrayList<>();

    RecordingExecutor(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int ordinal() {
        return Integer.parseInt(name.split("-", -1)[1]);
    }

    @Override
    public int cores() {
        return 1;
    }

    @Override
    public synchronized void send(DriverMessage message) {
        messages.add(message);
    }

    synchronized <M extends DriverMessage> List<M> of(Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

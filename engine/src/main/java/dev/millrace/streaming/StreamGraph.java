package dev.millrace.streaming;

import dev.millrace.batch.BatchGraph;
import dev.millrace.batch.InputRange;
import dev.millrace.batch.OutputJob;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams and outputs of a context. It grows while the program defines it, and is fixed from {@link #start} on.
 */
final class StreamGraph implements BatchGraph {
    private static final Logger LOG = LoggerFactory.getLogger(StreamGraph.class);

    private final Duration interval;
    private final List<DStream<?>> defined = new ArrayList<>();
    private final List<Output<?>> outputs = new ArrayList<>();

    /** Streams that an output needs, parents after children. */
    private List<DStream<?>> streams = List.of();

    private List<InputDStream<?>> inputs = List.of();
    private List<StateDStream<?, ?, ?>> states = List.of();
    private List<PartialsDStream<?, ?>> windows = List.of();
    private Duration remembered = new Duration(0);

    StreamGraph(Duration interval) {
        this.interval = interval;
    }

    /** Takes in a new stream; returns its position. */
    synchronized int add(DStream<?> stream) {
        defined.add(stream);
        return defined.size() - 1;
    }

    /** How many streams of the same kind were defined before. */
    synchronized int numberAmongItsKind(DStream<?> stream) {
        int before = 0;
        for (DStream<?> earlier : defined.subList(0, stream.position())) {
            if (earlier.name().equals(stream.name())) {
                before++;
            }
        }
        return before;
    }

    synchronized int add(Output<?> output) {
        outputs.add(output);
        return outputs.size() - 1;
    }

    synchronized void remember(Duration duration) {
        remembered = remembered.max(duration);
    }

    /** Refuses what cannot run, and finds out what an output needs. */
    synchronized void validate() {
        if (outputs.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.GRAPH,
                    "the stream has no output, so nothing would run: call print, foreachRDD or saveAsTextFiles on at"
                            + " least one DStream before start");
        }
        requireDistinctUids();
        streams = childrenFirst();
        inputs = new ArrayList<>();
        for (DStream<?> stream : defined) {
            if (stream instanceof InputDStream<?> input) {
                if (streams.contains(stream)) {
                    inputs.add(input);
                } else {
                    LOG.warn("no output needs {}: it is not started", stream);
                }
            }
        }
        states = new ArrayList<>();
        windows = new ArrayList<>();
        for (DStream<?> stream : streams) {
            if (stream instanceof PartialsDStream<?, ?> partials) {
                windows.add(partials);
            }
            if (stream instanceof StateDStream<?, ?, ?> state) {
                states.add(state);
            }
        }
    }

    private void requireDistinctUids() {
        Map<String, DStream<?>> byUid = new HashMap<>();
        for (DStream<?> stream : defined) {
            DStream<?> other = byUid.put(stream.uid(), stream);
            if (other != null) {
                throw new MillraceException(
                        ErrorCode.GRAPH,
                        "two operations have the uid \"" + stream.uid() + "\", " + other + " and " + stream
                                + ": give each its own");
            }
        }
    }

    /** A stream comes after all that are computed from it: as each was defined after its parents, the latest first. */
    private List<DStream<?>> childrenFirst() {
        Set<DStream<?>> needed = new LinkedHashSet<>();
        outputs.forEach(output -> needed.add(output.stream()));
        List<DStream<?>> ordered = new ArrayList<>();
        for (int i = defined.size() - 1; i >= 0; i--) {
            DStream<?> stream = defined.get(i);
            if (needed.contains(stream)) {
                ordered.add(stream);
                needed.addAll(stream.dependencies());
            }
        }
        return ordered;
    }

    /** Starts the inputs; those that were started are stopped again when one fails. */
    void startInputs() {
        List<InputDStream<?>> started = new ArrayList<>();
        try {
            for (InputDStream<?> input : inputs) {
                started.add(input);
                input.start();
            }
        } catch (RuntimeException e) {
            started.forEach(InputDStream::stop);
            throw e;
        }
    }

    /** Fixes when time begins, and how long each stream remembers what it made. */
    void start(Time zeroTime) {
        for (DStream<?> stream : streams) {
            stream.initialize(zeroTime, remembered);
        }
    }

    @Override
    public List<InputRange> assign(long batchTime) {
        Time time = new Time(batchTime);
        List<InputRange> ranges = new ArrayList<>(inputs.size());
        for (InputDStream<?> input : inputs) {
            input.assign(time).ifPresent(ranges::add);
        }
        return ranges;
    }

    @Override
    public List<OutputJob> generate(long batchTime, List<InputRange> ranges) {
        Time time = new Time(batchTime);
        for (InputRange range : ranges) {
            for (InputDStream<?> input : inputs) {
                if (input.uid().equals(range.uid())) {
                    input.accept(time, range.range());
                }
            }
        }
        List<OutputJob> jobs = new ArrayList<>(outputs.size());
        for (Output<?> output : outputs) {
            Optional<OutputJob> job = output.generate(time);
            job.ifPresent(jobs::add);
        }
        return jobs;
    }

    @Override
    public long release(long batchTime) {
        Time time = new Time(batchTime);
        for (InputDStream<?> input : inputs) {
            input.completed(time);
        }
        for (DStream<?> stream : streams) {
            stream.release(time);
        }
        long unneeded = batchTime;
        for (InputDStream<?> input : inputs) {
            unneeded = Math.min(unneeded, batchTime - input.rememberDuration().milliseconds());
        }
        return unneeded;
    }

    /** Forgets everything: there will be no further batch. */
    void releaseAll() {
        streams.forEach(DStream::releaseAll);
    }

    @Override
    public void stopInputs() {
        inputs.forEach(InputDStream::stop);
    }

    @Override
    public boolean hasUnassigned() {
        return inputs.stream().anyMatch(InputDStream::hasUnassigned);
    }

    /** The inputs that an output needs; from {@link #validate} on. */
    synchronized List<InputDStream<?>> inputs() {
        return inputs;
    }

    /** The states that an output needs; from {@link #validate} on. */
    synchronized List<StateDStream<?, ?, ?>> states() {
        return states;
    }

    /** What the windows are made of that an output needs; from {@link #validate} on. */
    synchronized List<PartialsDStream<?, ?>> windows() {
        return windows;
    }

    @Override
    public void finish(long batchTime) {
        states.forEach(state -> state.ensureComputed(new Time(batchTime)));
        windows.forEach(window -> window.ensureComputed(new Time(batchTime)));
    }

    Duration interval() {
        return interval;
    }
}

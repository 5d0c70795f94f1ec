package dev.millrace.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a job has come. Immutable.
 *
 * @param zeroTime start of the first batch, in milliseconds since 1970
 * @param intervalMillis between two batches
 * @param lastBatch the last batch that has ranges, complete or not
 * @param commit the last complete batch
 * @param positions for each input that has one what it must know to go on after {@code positionsAt}, in its own format
 * @param positionsAt the batch up to which {@code positions} reach; empty for before the first
 * @param batches the ranges of batches that may run again, or that windows of later ones reach back to
 * @param state the pieces that make up the state of each operator after {@code commit}, in the order in which they apply
 * @param windows the partial results that windows after {@code commit} are made of; absent when the last commit is of format 1,
 *     in which {@code batches} has all ranges that windows reach back to
 */
public record Progress(
        long zeroTime,
        long intervalMillis,
        OptionalLong lastBatch,
        Optional<Commit> commit,
        Map<String, byte[]> positions,
        OptionalLong positionsAt,
        NavigableMap<Long, LoggedBatch> batches,
        List<StatePart> state,
        Optional<List<WindowPartials>> windows) {
    public Progress {
        positions = Map.copyOf(positions);
        batches = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(batches));
        state = List.copyOf(state);
        windows = windows.map(List::copyOf);
    }

    /** A job that has not had a batch yet. */
    public static Progress atStart(long zeroTime, long intervalMillis, Map<String, byte[]> positions) {
        return new Progress(
                zeroTime,
                intervalMillis,
                OptionalLong.empty(),
                Optional.empty(),
                positions,
                OptionalLong.empty(),
                new TreeMap<>(),
                List.of(),
                Optional.of(List.of()));
    }

    /** The inputs that it says something of, in order of their names. */
    public Set<String> inputs() {
        Set<String> inputs = new TreeSet<>(positions.keySet());
        batches.values().forEach(batch -> batch.ranges().forEach(range -> inputs.add(range.uid())));
        return inputs;
    }

    /** The operators whose state it has, in order of their names. */
    public Set<String> operators() {
        return state.stream().map(StatePart::operator).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The windows that it has partial results of, in order of their names. */
    public Set<String> windowOperators() {
        return windows.stream()
                .flatMap(List::stream)
                .map(WindowPartials::operator)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same without these inputs. */
    public Progress withoutInputs(Set<String> inputs) {
        Map<String, byte[]> others = new HashMap<>(positions);
        others.keySet().removeAll(inputs);
        NavigableMap<Long, LoggedBatch> ranges = new TreeMap<>();
        batches.forEach((time, batch) -> ranges.put(
                time,
                new LoggedBatch(
                        time,
                        batch.ranges().stream()
                                .filter(range -> !inputs.contains(range.uid()))
                                .toList())));
        return new Progress(zeroTime, intervalMillis, lastBatch, commit, others, positionsAt, ranges, state, windows);
    }

    /** The same without the state of these operators. */
    public Progress withoutOperators(Set<String> operators) {
        List<StatePart> others = state.stream()
                .filter(part -> !operators.contains(part.operator()))
                .toList();
        return new Progress(
                zeroTime, intervalMillis, lastBatch, commit, positions, positionsAt, batches, others, windows);
    }

    /** The same without the partial results of these windows. */
    public Progress withoutWindows(Set<String> operators) {
        Optional<List<WindowPartials>> others = windows.map(all -> all.stream()
                .filter(window -> !operators.contains(window.operator()))
                .toList());
        return new Progress(
                zeroTime, intervalMillis, lastBatch, commit, positions, positionsAt, batches, state, others);
    }

    /**
     * The same with batches of another length, the first of which begins where the last one of these ended, or shortly before.
     * Windows begin anew.
     */
    public Progress withInterval(long millis) {
        long zero = Math.floorDiv(lastBatch.orElse(zeroTime), millis) * millis;
        return new Progress(
                zero,
                millis,
                OptionalLong.of(zero),
                commit,
                positions,
                positionsAt,
                batches,
                state,
                Optional.of(List.of()));
    }

    /** The batches that have ranges and are not complete, in order of time. */
    public NavigableMap<Long, LoggedBatch> pending() {
        return commit.isEmpty() ? batches : batches.tailMap(commit.get().batchTime(), false);
    }
}

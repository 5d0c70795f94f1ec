package dev.millrace.oracle;

import dev.millrace.checkpoint.CheckpointLimits;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.simulation.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A job in a simulated cluster.
 *
 * @param data of each source, what it ever has
 * @param outputs nodes that are put out; the sources are among them
 * @param most records of a source in a batch, at most
 * @param batches so many intervals things go wrong
 * @param faults what may go wrong
 * @param seed decides when what happens and goes wrong
 */
record SimulationCase(
        Graph graph,
        List<List<Object>> data,
        List<Integer> outputs,
        int most,
        int batches,
        int parallelism,
        int executors,
        int cores,
        CheckpointLimits limits,
        Set<Fault> faults,
        long seed) {
    static SimulationCase random(SplittableRandom random) {
        int sources = 1 + random.nextInt(2);
        Graph graph = remembering(inMemory(GraphGenerator.ofStreams(random, sources, 3)), random);
        List<List<Object>> data = new ArrayList<>();
        for (int source = 0; source < sources; source++) {
            data.add(Slice.random(random, 30).elements());
        }
        int most = 1 + random.nextInt(8);
        int batches = 3 + random.nextInt(6);
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        int onceIn = 1 + random.nextInt(3);
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.SCALING))) {
            if (random.nextInt(onceIn) == 0) {
                faults.add(fault);
            }
        }
        List<Integer> outputs = new ArrayList<>();
        for (int node = 0; node < graph.size(); node++) {
            Operation operation = graph.node(node).operation();
            if (operation instanceof Operation.Source
                    || operation instanceof Operation.Remember
                    || node >= graph.size() - 2) {
                outputs.add(node);
            }
        }
        CheckpointLimits limits = new CheckpointLimits(
                1 + random.nextInt(600), 1 + random.nextInt(4), 1 + random.nextInt(400), 1 + random.nextInt(4));
        SimulationCase made = new SimulationCase(
                graph,
                data,
                outputs,
                most,
                batches,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                limits,
                faults,
                random.nextLong());
        if (random.nextInt(onceIn) == 0) {
            faults.add(Fault.SCALING);
        }
        made.refuseIfTooLarge();
        return made;
    }

    /** Real files would be the only part of a simulation that is outside of it. */
    private static Graph inMemory(Graph graph) {
        Graph changed = graph;
        for (int node = 0; node < graph.size(); node++) {
            StorageLevel level = graph.node(node).level();
            if (level.useDisk()) {
                changed = changed.with(node, graph.node(node).withLevel(StorageLevel.MEMORY_ONLY_2));
            }
        }
        return changed;
    }

    /** With state behind one of the nodes. */
    private static Graph remembering(Graph graph, SplittableRandom random) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        int node = random.nextInt(nodes.size());
        if (graph.shape(node) == Shape.ITEMS) {
            Mapper values = new Mapper(Mapper.Kind.COUNTABLE, 0);
            nodes.add(new Node(
                    new Operation.MapToPair(Shape.ITEMS, new Keyer(1 + random.nextInt(9), random.nextInt(50), values)),
                    List.of(node),
                    StorageLevel.NONE));
            node = nodes.size() - 1;
        }
        nodes.add(new Node(
                new Operation.Remember(random.nextBoolean(), 1 + random.nextInt(3)), List.of(node), StorageLevel.NONE));
        return new Graph(nodes);
    }

    /** All records in one batch is the most that any of them can have. */
    private void refuseIfTooLarge() {
        StreamInterpreter interpreter =
                new StreamInterpreter(graph, data.stream().map(List::of).toList());
        for (int node = 0; node < graph.size(); node++) {
            interpreter.at(node, StreamInterpreter.slide(graph, node));
        }
    }

    private SimulationCase with(Graph.Moved moved) {
        return new SimulationCase(
                moved.graph(),
                data,
                moved.of(outputs),
                most,
                batches,
                parallelism,
                executors,
                cores,
                limits,
                faults,
                seed);
    }

    private SimulationCase with(Set<Fault> fewer, int otherBatches, int otherExecutors) {
        return new SimulationCase(
                graph, data, outputs, most, otherBatches, parallelism, otherExecutors, 1, limits, fewer, seed);
    }

    List<SimulationCase> smaller() {
        List<SimulationCase> all = new ArrayList<>();
        for (Fault fault : faults) {
            Set<Fault> fewer = EnumSet.copyOf(faults);
            fewer.remove(fault);
            all.add(with(fewer, batches, executors));
        }
        for (int output : outputs) {
            if (!(graph.node(output).operation() instanceof Operation.Source)) {
                List<Integer> fewer =
                        outputs.stream().filter(other -> other != output).toList();
                Graph.Moved moved = graph.only(fewer);
                all.add(new SimulationCase(
                        moved.graph(),
                        data,
                        moved.of(fewer),
                        most,
                        batches,
                        parallelism,
                        executors,
                        cores,
                        limits,
                        faults,
                        seed));
            }
        }
        graph.smaller(outputs).stream()
                .filter(moved -> StreamInterpreter.isValid(moved.graph()))
                .forEach(moved -> all.add(with(moved)));
        if (batches > 1) {
            all.add(with(faults, batches - 1, executors));
        }
        if (executors > 1 || cores > 1) {
            all.add(with(faults, batches, 1));
        }
        return all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(executors).append(" executors with ").append(cores).append(" cores, parallelism ");
        text.append(parallelism)
                .append(", ")
                .append(limits)
                .append("\nfaults in ")
                .append(batches);
        text.append(" batches: ").append(faults).append('\n').append(graph);
        for (int source : graph.sources()) {
            text.append("  source ").append(source).append(", ").append(most).append(" at a time: ");
            text.append(Values.textsInOrder(data.get(source))).append('\n');
        }
        return text.append("  outputs ").append(outputs).append('\n').toString();
    }
}

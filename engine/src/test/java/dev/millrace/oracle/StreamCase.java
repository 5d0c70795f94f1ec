package dev.millrace.oracle;

import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program of streams: its graph, what its sources have in each batch, and the nodes that it puts out.
 *
 * @param data of each source, of each batch
 * @param batches how many batches run; may be more than there is data for
 * @param concurrentJobs how many outputs run at the same time
 */
record StreamCase(
        Graph graph, List<List<Slice>> data, int batches, List<Integer> outputs, int concurrentJobs, Setup setup) {
    static StreamCase random(SplittableRandom random) {
        int sources = 1 + random.nextInt(2);
        Graph graph = GraphGenerator.ofStreams(random, sources, 9);
        int batches = 2 + random.nextInt(11);
        List<List<Slice>> data = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            List<Slice> ofSource = new ArrayList<>();
            for (int batch = random.nextInt(4); batch < batches; batch++) {
                ofSource.add(Slice.random(random, 12));
            }
            data.add(ofSource);
        }
        List<Integer> outputs = new ArrayList<>(List.of(graph.size() - 1));
        while (random.nextBoolean()) {
            int node = random.nextInt(graph.size());
            if (!outputs.contains(node)) {
                outputs.add(node);
            }
        }
        StreamCase made = new StreamCase(graph, data, batches, outputs, 1 + random.nextInt(2), Setup.random(random));
        made = made.moved(graph.only(outputs));
        made.expected(); // refuses what is too large
        return made;
    }

    /** What each output has at each batch, in the order of the batches and, in a batch, of the outputs. */
    List<Emitted> expected() {
        StreamInterpreter interpreter = new StreamInterpreter(graph, elements());
        List<Emitted> all = new ArrayList<>();
        for (int batch = 1; batch <= batches; batch++) {
            for (int output : outputs) {
                int at = batch;
                interpreter.at(output, batch).ifPresent(elements -> all.add(new Emitted(at, output, elements)));
            }
        }
        return all;
    }

    private List<List<List<Object>>> elements() {
        return data.stream()
                .map(batches -> batches.stream().map(Slice::elements).toList())
                .toList();
    }

    private StreamCase moved(Graph.Moved moved) {
        return new StreamCase(moved.graph(), data, batches, moved.of(outputs), concurrentJobs, setup);
    }

    private StreamCase with(List<List<Slice>> other) {
        return new StreamCase(graph, other, batches, outputs, concurrentJobs, setup);
    }

    List<StreamCase> smaller() {
        List<StreamCase> all = new ArrayList<>();
        for (int output : outputs) {
            if (outputs.size() > 1) {
                List<Integer> fewer =
                        outputs.stream().filter(other -> other != output).toList();
                all.add(new StreamCase(graph, data, batches, fewer, 1, setup).moved(graph.only(fewer)));
            }
        }
        graph.smaller(outputs).stream()
                .filter(moved -> StreamInterpreter.isValid(moved.graph()))
                .forEach(moved -> all.add(moved(moved)));
        for (int fewer : List.of(batches / 2, batches - 1)) {
            if (fewer > 0 && fewer < batches) {
                all.add(new StreamCase(graph, data, fewer, outputs, concurrentJobs, setup));
            }
        }
        for (Setup simpler : setup.simpler()) {
            all.add(new StreamCase(graph, data, batches, outputs, concurrentJobs, simpler));
        }
        for (int i = 0; i < graph.size(); i++) {
            if (graph.node(i).level().isValid()) {
                Graph unkept = graph.with(i, graph.node(i).withLevel(StorageLevel.NONE));
                all.add(new StreamCase(unkept, data, batches, outputs, concurrentJobs, setup));
            }
        }
        for (int source : graph.sources()) {
            List<Slice> batchesOfSource = data.get(source);
            for (int batch = 0; batch < batchesOfSource.size(); batch++) {
                for (Slice smaller : batchesOfSource.get(batch).smaller()) {
                    List<Slice> less = new ArrayList<>(batchesOfSource);
                    less.set(batch, smaller);
                    List<List<Slice>> lessData = new ArrayList<>(data);
                    lessData.set(source, less);
                    all.add(with(lessData));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(setup);
        text.append("\n").append(concurrentJobs).append(" outputs at a time\n").append(graph);
        for (int source : graph.sources()) {
            for (int batch = 0; batch < Math.min(batches, data.get(source).size()); batch++) {
                text.append("  source ")
                        .append(source)
                        .append(", batch ")
                        .append(batch + 1)
                        .append(": ")
                        .append(data.get(source).get(batch))
                        .append('\n');
            }
        }
        return text.append("  outputs ")
                .append(outputs)
                .append(", batches ")
                .append(batches)
                .append('\n')
                .toString();
    }
}

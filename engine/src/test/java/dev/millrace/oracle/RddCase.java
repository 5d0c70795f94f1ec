package dev.millrace.oracle;

import dev.millrace.rdd.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A program of data sets: its graph, the data of its sources, and the actions in their order. */
record RddCase(Graph graph, List<Slice> data, List<Step> steps, Setup setup) {
    static RddCase random(SplittableRandom random) {
        int sources = 1 + random.nextInt(3);
        Graph graph = GraphGenerator.ofDataSets(random, sources, 12);
        int most = random.nextInt(10) == 0 ? 3_000 : 40;
        List<Slice> data = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            data.add(Slice.random(random, most));
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i >= 0; i--) {
            Step.Kind[] kinds = Step.Kind.values();
            Step.Kind kind = random.nextInt(3) == 0 ? Step.Kind.COLLECT : kinds[random.nextInt(kinds.length)];
            int node = graph.size() - 1 - Math.min(random.nextInt(graph.size()), random.nextInt(graph.size()));
            steps.add(new Step(kind, node, random.nextInt(12)));
        }
        RddCase made = new RddCase(graph, data, steps, Setup.random(random)).pruned();
        made.expected(); // refuses what is too large
        return made;
    }

    List<List<Object>> expected() {
        List<List<Object>> elements = new ArrayList<>();
        data.forEach(slice -> elements.add(slice.elements()));
        return Interpreter.run(graph, elements);
    }

    private List<Integer> wanted() {
        return steps.stream().map(Step::node).toList();
    }

    private RddCase pruned() {
        return moved(graph.only(wanted()));
    }

    private RddCase moved(Graph.Moved moved) {
        return new RddCase(
                moved.graph(),
                data,
                steps.stream()
                        .map(step -> step.at(moved.places().get(step.node())))
                        .toList(),
                setup);
    }

    List<RddCase> smaller() {
        List<RddCase> all = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.remove(i);
            all.add(new RddCase(graph, data, fewer, setup).pruned());
        }
        graph.smaller(wanted()).forEach(moved -> all.add(moved(moved)));
        setup.simpler().forEach(simpler -> all.add(new RddCase(graph, data, steps, simpler)));
        for (int i = 0; i < graph.size(); i++) {
            if (graph.node(i).level().isValid()) {
                all.add(new RddCase(graph.with(i, graph.node(i).withLevel(StorageLevel.NONE)), data, steps, setup));
            }
        }
        for (int i : graph.sources()) {
            for (Slice smaller : data.get(i).smaller()) {
                List<Slice> less = new ArrayList<>(data);
                less.set(i, smaller);
                all.add(new RddCase(graph, less, steps, setup));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(setup).append('\n').append(graph);
        for (int source : graph.sources()) {
            text.append("  source ")
                    .append(source)
                    .append(": ")
                    .append(data.get(source))
                    .append('\n');
        }
        steps.forEach(step -> text.append("  ").append(step).append('\n'));
        return text.toString();
    }
}

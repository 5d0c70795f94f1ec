package dev.millrace.oracle;

import java.util.ArrayList;
import java.util.List;

/** Nodes, each after those that it reads. */
record Graph(List<Node> nodes) {
    Graph {
        nodes = List.copyOf(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            List<Shape> takes = node.operation().takes();
            if (takes.size() != node.inputs().size()) {
                throw new IllegalArgumentException("node " + i + " takes " + takes + ": " + node);
            }
            for (int j = 0; j < takes.size(); j++) {
                int input = node.inputs().get(j);
                if (input >= i || nodes.get(input).operation().gives() != takes.get(j)) {
                    throw new IllegalArgumentException("node " + i + " cannot read node " + input + ": " + node);
                }
            }
        }
    }

    Node node(int position) {
        return nodes.get(position);
    }

    int size() {
        return nodes.size();
    }

    Shape shape(int position) {
        return node(position).operation().gives();
    }

    /** Numbers of the sources. */
    List<Integer> sources() {
        return nodes.stream()
                .filter(node -> node.operation() instanceof Operation.Source)
                .map(node -> ((Operation.Source) node.operation()).number())
                .toList();
    }

    /** The graph with another node in a place. */
    Graph with(int position, Node node) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.set(position, node);
        return new Graph(changed);
    }

    /**
     * A graph made from another one.
     *
     * @param places where the nodes of that one are in this; -1 for those that are gone
     */
    record Moved(Graph graph, List<Integer> places) {
        /** Places of nodes that are still there, in the order given, each once. */
        List<Integer> of(List<Integer> positions) {
            return positions.stream().map(places::get).distinct().toList();
        }
    }

    /** The nodes that {@code wanted} ones need, where whoever reads {@code node} reads {@code instead}. */
    Moved bypassing(int node, int instead, List<Integer> wanted) {
        List<Node> changed = new ArrayList<>();
        for (Node other : nodes) {
            changed.add(other.withInputs(other.inputs().stream()
                    .map(input -> input == node ? (Integer) instead : input)
                    .toList()));
        }
        Graph bypassed = new Graph(changed);
        List<Integer> needed = wanted.stream()
                .map(position -> position == node ? (Integer) instead : position)
                .toList();
        List<Integer> places = new ArrayList<>(bypassed.only(needed).places());
        Graph graph = bypassed.only(needed).graph();
        places.set(node, places.get(instead));
        return new Moved(graph, places);
    }

    /** The nodes that {@code wanted} ones need. */
    Moved only(List<Integer> wanted) {
        boolean[] needed = needed(wanted);
        List<Node> kept = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            places.add(needed[i] ? kept.size() : -1);
            if (needed[i]) {
                kept.add(node(i).withInputs(
                                node(i).inputs().stream().map(places::get).toList()));
            }
        }
        return new Moved(new Graph(kept), places);
    }

    /** All graphs with one operation less, whose readers read one of the same shape before it. */
    List<Moved> smaller(List<Integer> wanted) {
        List<Moved> all = new ArrayList<>();
        for (int node = size() - 1; node >= 0; node--) {
            for (int instead = 0; instead < node; instead++) {
                if (shape(instead) == shape(node)) {
                    all.add(bypassing(node, instead, wanted));
                }
            }
        }
        return all;
    }

    /** Which nodes the given ones need, themselves among them. */
    boolean[] needed(List<Integer> wanted) {
        boolean[] needed = new boolean[size()];
        wanted.forEach(position -> needed[position] = true);
        for (int i = size() - 1; i >= 0; i--) {
            if (needed[i]) {
                node(i).inputs().forEach(input -> needed[input] = true);
            }
        }
        return needed;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append("  ").append(i).append(": ").append(node(i)).append('\n');
        }
        return text.toString();
    }
}

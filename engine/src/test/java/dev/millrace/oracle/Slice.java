package dev.millrace.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What a data set is made of: elements, and in how many partitions they are. */
record Slice(List<Object> elements, int partitions) {
    Slice {
        elements = Collections.unmodifiableList(new ArrayList<>(elements));
    }

    /** None, some or many simple values, of which some occur far more often than others. */
    static Slice random(SplittableRandom random, int most) {
        int size = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(most);
        int variety = 1 + random.nextInt(60);
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(Values.random(random, variety));
        }
        return new Slice(elements, random.nextInt(15) == 0 && size == 0 ? 0 : 1 + random.nextInt(6));
    }

    /** The same with less in it. */
    List<Slice> smaller() {
        List<Slice> all = new ArrayList<>();
        int size = elements.size();
        if (size > 0) {
            all.add(new Slice(List.of(), Math.min(1, partitions)));
            for (int part = (size + 1) / 2; part > 0; part = part == 1 ? 0 : (part + 1) / 2) {
                for (int from = 0; from < size && all.size() < 12; from += part) {
                    List<Object> rest = new ArrayList<>(elements.subList(0, from));
                    rest.addAll(elements.subList(Math.min(size, from + part), size));
                    all.add(new Slice(rest, partitions));
                }
            }
        }
        if (partitions > 1) {
            all.add(new Slice(elements, 1));
            all.add(new Slice(elements, partitions - 1));
        }
        return all;
    }

    @Override
    public String toString() {
        return Values.textsInOrder(elements) + " in " + partitions + (partitions == 1 ? " partition" : " partitions");
    }
}

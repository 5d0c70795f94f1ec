package dev.millrace.rdd;

import java.util.ArrayList;
import java.util.List;

/** Each partition of the child needs the parent's at the same position. */
public final class OneToOneDependency<T> extends NarrowDependency<T> {
    private static final long serialVersionUID = 1L;

    public OneToOneDependency(RDD<T> rdd) {
        super(rdd);
    }

    /** One on each of these. */
    static List<Dependency<?>> onAll(List<? extends RDD<?>> rdds) {
        List<Dependency<?>> dependencies = new ArrayList<>();
        rdds.forEach(rdd -> dependencies.add(new OneToOneDependency<>(rdd)));
        return dependencies;
    }

    @Override
    public List<Integer> parents(int partition) {
        return List.of(partition);
    }
}

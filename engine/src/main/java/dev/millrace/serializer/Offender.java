package dev.millrace.serializer;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The object that keeps a value from being serialized, and the way to it. Found by a breadth-first search, so that the way
 * is the shortest.
 *
 * @param value the object that is refused
 * @param reference how the last step led to it
 * @param path the way as text, from the root on: {@code lambda in com.acme.Job captured argument 1 (com.acme.Job "this") ->
 *     field client}
 */
record Offender(Object value, Reference reference, String path) {
    private static final int MOST_OBJECTS = 200_000;

    private record Step(@Nullable Step from, Reference reference, Form form) {
        String path() {
            if (from == null) {
                return reference.label();
            }
            return from.path() + (reference.isCaptured() ? " " : " -> ") + reference.label();
        }
    }

    /** The first object that {@code form} refuses, null when there is none to be found. */
    static @Nullable Offender find(Object root, Form form) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Step> queue = new ArrayDeque<>();
        queue.add(new Step(null, Reference.root(root), form));
        seen.add(root);
        while (!queue.isEmpty() && seen.size() < MOST_OBJECTS) {
            Step step = queue.remove();
            Object value = step.reference.value();
            if (step.form.refuses(value)) {
                return new Offender(value, step.reference, step.path());
            }
            Form within = step.form.within(value);
            for (Reference next : Reference.from(value, within)) {
                if (seen.add(next.value())) {
                    queue.add(new Step(step, next, within));
                }
            }
        }
        return null;
    }
}

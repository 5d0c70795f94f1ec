package dev.millrace.operator.model;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys of the labels and annotations of a pod that come from the spec, as they are written down at the pod itself. */
public record TemplateKeys(Set<String> labels, Set<String> annotations) {
    private static final String LABEL = "label:";
    private static final String ANNOTATION = "annotation:";

    public TemplateKeys {
        labels = Set.copyOf(labels);
        annotations = Set.copyOf(annotations);
    }

    /** Reads what {@link #text} has written. */
    public static TemplateKeys parse(String text) {
        return new TemplateKeys(withPrefix(text, LABEL), withPrefix(text, ANNOTATION));
    }

    /** The keys in one line, always in the same order. */
    public String text() {
        return Stream.concat(
                        new TreeSet<>(labels).stream().map(LABEL::concat),
                        new TreeSet<>(annotations).stream().map(ANNOTATION::concat))
                .collect(Collectors.joining(","));
    }

    private static Set<String> withPrefix(String text, String prefix) {
        return Arrays.stream(text.split(",", -1))
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .collect(Collectors.toSet());
    }
}

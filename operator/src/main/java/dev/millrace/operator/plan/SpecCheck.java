package dev.millrace.operator.plan;

import dev.millrace.crds.v1.CrossChecked;
import dev.millrace.crds.v1.StreamingJobSpec;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Checks what a schema cannot say, by the rules that the types have themselves. */
final class SpecCheck {
    private SpecCheck() {}

    /** What is wrong with a spec, each with the path of its field; empty when it can be used. */
    static List<String> problems(StreamingJobSpec spec) {
        List<String> problems = new ArrayList<>();
        check(spec, "spec", problems);
        return problems;
    }

    private static void check(Record part, String path, List<String> problems) {
        try {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(part);
                if (value instanceof Record below) {
                    check(below, path + "." + component.getName(), problems);
                }
            }
            if (part instanceof CrossChecked checked) {
                checked.check()
                        .forEach(violation ->
                                problems.add(path + (violation.field().isEmpty() ? "" : "." + violation.field()) + ": "
                                        + violation.message()));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + path, e);
        } catch (IllegalArgumentException e) {
            problems.add(path + ": " + e.getMessage());
        }
    }
}

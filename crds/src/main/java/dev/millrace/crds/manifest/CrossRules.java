package dev.millrace.crds.manifest;

import dev.millrace.crds.v1.CrossChecked;
import dev.millrace.crds.v1.CrossChecked.Violation;
import dev.millrace.crds.v1.OneOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rules between the fields of one type; the CRD has the same ones in CEL. */
final class CrossRules {
    private CrossRules() {}

    /** What is broken in a part whose fields are right by themselves; empty when all rules hold. */
    static List<Violation> violations(RecordSchema schema, Record part) {
        List<Violation> violations = new ArrayList<>();
        OneOf oneOf = schema.type().getAnnotation(OneOf.class);
        if (oneOf != null) {
            long set = Arrays.stream(oneOf.value())
                    .filter(name -> schema.value(part, name) != null)
                    .count();
            if (set > 1 || (set == 0 && !oneOf.optional())) {
                violations.add(new Violation("", message(oneOf)));
            }
        }
        if (part instanceof CrossChecked checked) {
            violations.addAll(checked.check());
        }
        return violations;
    }

    /** The rule in words. */
    static String message(OneOf oneOf) {
        List<String> names = List.of(oneOf.value());
        int last = names.size() - 1;
        return "expected " + (oneOf.optional() ? "at most" : "exactly") + " one of "
                + String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}

package dev.millrace.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.operator.model.JobLabels;
import dev.millrace.operator.model.Json;
import dev.millrace.operator.observe.Observation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the objects that should exist with those that do. */
final class ObjectPlan {
    private final Map<String, HasMetadata> existing = new HashMap<>();

    ObjectPlan(Observation seen) {
        seen.objects().forEach(object -> existing.put(key(object), object));
    }

    /** What to create, change and remove so that exactly the desired objects exist. */
    List<Action> plan(List<HasMetadata> desired) {
        List<Action> actions = new ArrayList<>();
        for (HasMetadata object : desired) {
            HasMetadata hashed = withHash(object);
            HasMetadata there = existing.remove(key(object));
            if (there == null || !isAsItShouldBe(hashed, there)) {
                actions.add(new Action.Apply(hashed, there));
            }
        }
        // what is left was desired once; a checkpoint is never removed because a spec does not name it any more
        existing.values().stream()
                .filter(object -> !(object instanceof PersistentVolumeClaim))
                .sorted((first, second) -> key(first).compareTo(key(second)))
                .forEach(object -> actions.add(new Action.Remove(object)));
        return actions;
    }

    /** The hash shows what the operator took out again; that every field is there shows what others have changed. */
    private static boolean isAsItShouldBe(HasMetadata desired, HasMetadata there) {
        String before = Objects.requireNonNullElse(there.getMetadata().getAnnotations(), Map.<String, String>of())
                .get(JobLabels.OBJECT_HASH);
        String wanted = desired.getMetadata().getAnnotations().get(JobLabels.OBJECT_HASH);
        return Objects.equals(wanted, before)
                && contains(Json.MAPPER.valueToTree(there), Json.MAPPER.valueToTree(desired));
    }

    private static HasMetadata withHash(HasMetadata object) {
        String hash = Json.hash(Json.MAPPER.valueToTree(object).toString());
        Map<String, String> annotations = new LinkedHashMap<>(
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of()));
        annotations.put(JobLabels.OBJECT_HASH, hash);
        object.getMetadata().setAnnotations(annotations);
        return object;
    }

    /** Whether {@code whole} has all that {@code part} has; what the API server filled in does not matter. */
    static boolean contains(JsonNode whole, JsonNode part) {
        if (part.isObject()) {
            return part.properties().stream()
                    .allMatch(field -> isEmpty(field.getValue())
                            || (whole.has(field.getKey()) && contains(whole.get(field.getKey()), field.getValue())));
        } else if (part.isArray()) {
            if (whole.size() != part.size()) {
                return false;
            }
            for (int i = 0; i < part.size(); i++) {
                if (!contains(whole.get(i), part.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return whole.equals(part) || whole.asText().equals(part.asText());
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull() || (node.isContainerNode() && node.isEmpty());
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}

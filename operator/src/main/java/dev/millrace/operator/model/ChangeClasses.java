package dev.millrace.operator.model;

import static dev.millrace.operator.model.ChangeClass.LIVE;
import static dev.millrace.operator.model.ChangeClass.NOTHING;
import static dev.millrace.operator.model.ChangeClass.RESTART;
import static dev.millrace.operator.model.ChangeClass.ROLLING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.crds.v1.StreamingJobSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The class of every field of a spec. A field that is not listed has the class of the field it lies in, and every field at
 * the top is listed; a test sees to it that none is missing and none is listed that does not exist.
 */
public final class ChangeClasses {
    /** Paths from the spec down, and their classes. */
    static final Map<String, ChangeClass> TABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("image", RESTART),
            Map.entry("imagePullPolicy", NOTHING),
            Map.entry("imagePullSecrets", NOTHING),
            Map.entry("application", RESTART),
            Map.entry("batchInterval", RESTART),
            Map.entry("conf", RESTART),
            Map.entry("driver", RESTART),
            Map.entry("driver.template.labels", LIVE),
            Map.entry("driver.template.annotations", LIVE),
            Map.entry("executor", ROLLING),
            Map.entry("executor.replicas", LIVE),
            Map.entry("executor.template.labels", LIVE),
            Map.entry("executor.template.annotations", LIVE),
            Map.entry("checkpoint", RESTART),
            Map.entry("checkpoint.volume.size", LIVE),
            Map.entry("checkpoint.volume.storageClassName", NOTHING),
            Map.entry("checkpoint.retention", LIVE),
            Map.entry("restartPolicy", LIVE),
            Map.entry("suspend", LIVE),
            Map.entry("restartNonce", RESTART),
            Map.entry("upgradeMode", NOTHING),
            Map.entry("monitoring", LIVE),
            Map.entry("ui", LIVE)));

    private ChangeClasses() {}

    /** Class of the field at a path such as {@code executor.template.labels}. */
    public static ChangeClass of(String path) {
        for (String at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
            ChangeClass found = TABLE.get(at);
            if (found != null) {
                return found;
            }
            if (at.indexOf('.') < 0) {
                throw new IllegalArgumentException("spec." + path + " has no class of change");
            }
        }
    }

    /** Hash of the fields whose change restarts the job. */
    public static String driverHash(StreamingJobSpec spec) {
        return hash(spec, RESTART);
    }

    /** Hash of the fields whose change rolls the executors. */
    public static String executorHash(StreamingJobSpec spec) {
        return hash(spec, ROLLING);
    }

    /** Hash of everything that a spec says. */
    public static String specHash(StreamingJobSpec spec) {
        return Json.hash(Json.MAPPER.valueToTree(spec).toString());
    }

    private static String hash(StreamingJobSpec spec, ChangeClass wanted) {
        JsonNode all = Json.MAPPER.valueToTree(spec);
        JsonNode part = prune("", all, wanted);
        return Json.hash(part == null ? "" : part.toString());
    }

    /** The part of a tree whose fields have the class; null when nothing is left. What is empty counts as not there. */
    private static @Nullable JsonNode prune(String path, JsonNode node, ChangeClass wanted) {
        if (!node.isObject() || node.isEmpty()) {
            boolean empty = node.isNull() || (node.isContainerNode() && node.isEmpty());
            return !empty && of(path) == wanted ? node : null;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> {
            // a field's own name may have dots, as keys of conf do; below it every class is the same
            String below = path.isEmpty()
                    ? field.getKey()
                    : path + "." + field.getKey().replace('.', '_');
            JsonNode part = prune(below, field.getValue(), wanted);
            if (part != null) {
                kept.set(field.getKey(), part);
            }
        });
        return kept.isEmpty() ? null : kept;
    }
}

package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each value, taken from the schema so that none is forgotten. */
@WithHelm
class EveryValueIT {
    /** Everything on, so that what hangs on a switch shows. */
    private static final JsonNode BASE = Chart.parse("""
            watchNamespaces: [millrace-system, streams]
            crds: {install: false}
            serviceAccount: {name: operator}
            rbac: {podMonitors: true}
            networkPolicy: {metricsFrom: [{podSelector: {}}]}
            metrics: {serviceMonitor: {enabled: true}, dashboards: {enabled: true}}
            """);

    private static final Manifests RENDERED = Chart.render(BASE);

    static List<Value> values() {
        return Value.all();
    }

    /** Objects in the schema, by pointer. */
    static Stream<String> objects() {
        return Stream.concat(
                Stream.of(""),
                Value.all().stream()
                        .map(Value::pointer)
                        .flatMap(EveryValueIT::parents)
                        .distinct());
    }

    private static Stream<String> parents(String pointer) {
        return Stream.iterate(
                pointer.substring(0, pointer.lastIndexOf('/')),
                parent -> !parent.isEmpty(),
                parent -> parent.substring(0, parent.lastIndexOf('/')));
    }

    @ParameterizedTest
    @MethodSource("values")
    void hasAnEffect(Value value) {
        JsonNode other = value.other(merged());
        Manifests changed = Chart.render(value.set(BASE, other));
        assertNotEquals(RENDERED.text(), changed.text(), () -> value.path() + " = " + other + " changes nothing");
    }

    /** The base over the chart's own values. */
    private static JsonNode merged() {
        try {
            return Chart.YAML.readerForUpdating(Chart.defaults()).readValue(Chart.yaml(BASE));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All at once: Helm lists everything that is wrong. */
    @Test
    void isRefusedWithAnotherType() {
        JsonNode wrong = JsonNodeFactory.instance.objectNode();
        for (Value value : values()) {
            boolean isList = "array".equals(value.schema().path("type").asText());
            wrong = value.set(
                    wrong,
                    isList
                            ? JsonNodeFactory.instance.textNode("wrong")
                            : JsonNodeFactory.instance.arrayNode().add("wrong"));
        }
        String message = refusal(wrong);
        assertEquals(
                List.of(),
                values().stream()
                        .filter(value -> !message.contains("at '" + value.pointer() + "'"))
                        .toList(),
                message);
    }

    @Test
    void isRefusedUnderANameThatIsNotThere() {
        JsonNode wrong = JsonNodeFactory.instance.objectNode();
        for (String object : objects().toList()) {
            String name = (object + "/notThere").substring(1).replace('/', '.');
            Value unknown = new Value(name, JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.nullNode());
            wrong = unknown.set(wrong, JsonNodeFactory.instance.numberNode(1));
        }
        String message = refusal(wrong);
        assertEquals(
                List.of(),
                objects()
                        .filter(object ->
                                !message.contains("at '" + object + "': additional properties 'notThere' not allowed"))
                        .toList(),
                message);
    }

    static String refusal(JsonNode values) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Chart.render(values), () -> "accepted: " + values);
        return refused.getMessage();
    }
}

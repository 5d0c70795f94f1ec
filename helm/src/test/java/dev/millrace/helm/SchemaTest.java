package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema says of each value. */
class SchemaTest {
    static List<Value> values() {
        return Value.all();
    }

    @ParameterizedTest
    @MethodSource("values")
    void isDescribed(Value value) {
        assertTrue(value.description().matches("[A-Z].*[.]"), () -> value.path() + ": " + value.description());
        assertFalse(value.description().contains("|"), value::path);
    }

    @Test
    void whatTheChartSetsIsInTheSchemaAndTheOtherWayRound() {
        // Helm refuses what is in values.yaml and not in the schema; this is the other direction.
        List<String> without = Value.all().stream()
                .filter(value -> value.standard().isMissingNode())
                .map(Value::path)
                .filter(path -> !path.startsWith("securityContext.") && !path.startsWith("affinity."))
                .toList();
        assertEquals(List.of(), without, "values without a default in values.yaml");
    }
}

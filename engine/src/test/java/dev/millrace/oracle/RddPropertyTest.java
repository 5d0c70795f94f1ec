package dev.millrace.oracle;

import org.junit.jupiter.api.Test;

/** Random programs of data sets give what the interpreter says; see {@link PropertyCheck} for how to repeat a failure. */
class RddPropertyTest {
    @Test
    void programsOfDataSetsEqualTheInterpreter() throws Exception {
        PropertyCheck.holds(new RddProperty(new RddOperations()), 300);
    }
}

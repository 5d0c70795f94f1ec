package dev.millrace.oracle;

import org.junit.jupiter.api.Test;

/** Random programs of streams give what the interpreter says; see {@link PropertyCheck} for how to repeat a failure. */
class StreamPropertyTest {
    @Test
    void programsOfStreamsEqualTheInterpreter() throws Exception {
        PropertyCheck.holds(new StreamProperty(new StreamOperations(StreamProgram.INTERVAL)), 300);
    }
}

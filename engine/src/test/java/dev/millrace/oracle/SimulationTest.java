package dev.millrace.oracle;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs in simulated clusters give what the interpreter says; see {@link PropertyCheck} for how to repeat a failure. */
class SimulationTest {
    private final PrintStream errors = System.err;

    /** Millions of lines about faults that are meant to be. */
    @BeforeEach
    void silence() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void speak() {
        System.setErr(errors);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whateverGoesWrongEachBatchIsAsTheInterpreterSays() throws Exception {
        PropertyCheck.holds(new SimulationProperty(), 300);
    }
}

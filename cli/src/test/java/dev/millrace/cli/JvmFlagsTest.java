package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    @Test
    void aJavaGetsOnlyTheFlagsItKnows() {
        String unsafe = "--sun-misc-unsafe-memory-access=allow";
        assertFalse(JvmFlags.ofChildren(17).contains(unsafe));
        assertTrue(JvmFlags.ofChildren(25).contains(unsafe));
    }
}

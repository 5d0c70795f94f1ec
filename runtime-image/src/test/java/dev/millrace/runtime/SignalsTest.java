package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void runsTheActionWhenTheSignalComes() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        assertTrue(Signals.handle("USR2", came::countDown));
        new ProcessBuilder(
                        "kill", "-USR2", String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        assertTrue(came.await(30, TimeUnit.SECONDS));
    }

    @Test
    void saysThatASignalDoesNotExist() {
        assertFalse(Signals.handle("NOSUCH", () -> {}));
    }
}

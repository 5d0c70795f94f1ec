package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScreenTest {
    /** Both streams end in the same terminal. */
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void takesTheStatusLineAwayForOtherLinesAndDrawsItAgain() {
        try (Screen screen = new Screen(terminal, terminal, true, () -> {})) {
            screen.status("batch 1");
            screen.writeOut("words\n".getBytes(UTF_8));
            screen.message("note");
            screen.status("batch 2");
        }
        assertEquals(
                "batch 1\r\033[Kwords\nbatch 1\r\033[Knote\nbatch 1\r\033[Kbatch 2\r\033[K", terminal.toString(UTF_8));
    }

    @Test
    void drawsAnUnchangedStatusOnce() {
        Screen screen = new Screen(terminal, terminal, true, () -> {});
        screen.status("batch 1");
        screen.status("batch 1");
        assertEquals("batch 1", terminal.toString(UTF_8));
    }

    @Test
    void hasNoStatusLineWithoutATerminal() {
        try (Screen screen = new Screen(terminal, terminal, false, () -> {})) {
            screen.status("batch 1");
            screen.writeOut("words\n".getBytes(UTF_8));
        }
        assertEquals("words\n", terminal.toString(UTF_8));
    }

    @Test
    void keepsOutputAndMessagesApart() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(out, err, false, () -> {});
        screen.writeOut("words\n".getBytes(UTF_8));
        screen.message("note");
        assertEquals("words\n", out.toString(UTF_8));
        assertEquals("note\n", err.toString(UTF_8));
    }

    @Test
    void tellsOnceThatNobodyReadsTheOutputAnyMore() {
        AtomicInteger told = new AtomicInteger();
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Screen screen = new Screen(broken, terminal, false, told::incrementAndGet);
        screen.writeOut("a\n".getBytes(UTF_8));
        screen.writeOut("b\n".getBytes(UTF_8));
        assertEquals(1, told.get());
    }
}

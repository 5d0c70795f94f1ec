package dev.millrace.benchmarks.flink;

import dev.millrace.benchmarks.engine.BackToBack;
import java.util.Collections;
import java.util.Iterator;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.core.io.InputStatus;

/** Emits batch after batch, each line with the number of its batch as its time. */
final class BackToBackReader extends ShareReader<String> {
    /** So many at a time that what surrounds a call is spread thin. */
    private static final int LINES_AT_ONCE = 512;

    private final BackToBack run = BackToBack.current();
    private Iterator<String> lines = Collections.emptyIterator();
    private int batch = -1;

    @Override
    InputStatus read(int partition, ReaderOutput<String> output) {
        if (!lines.hasNext()) {
            if (!run.open(batch + 1)) {
                return InputStatus.END_OF_INPUT;
            }
            batch++;
            lines = run.lines(batch, partition).iterator();
        }
        for (int i = 0; i < LINES_AT_ONCE && lines.hasNext(); i++) {
            output.collect(lines.next(), batch);
        }
        return InputStatus.MORE_AVAILABLE;
    }
}

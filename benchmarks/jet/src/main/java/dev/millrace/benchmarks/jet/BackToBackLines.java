package dev.millrace.benchmarks.jet;

import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import com.hazelcast.jet.pipeline.SourceBuilder.TimestampedSourceBuffer;
import dev.millrace.benchmarks.engine.BackToBack;
import java.util.Collections;
import java.util.Iterator;

/** Fills Jet's buffers with batch after batch of one partition. */
final class BackToBackLines {
    private static final int LINES_AT_ONCE = 1024;

    private final BackToBack run = BackToBack.current();
    private final int partition;
    private Iterator<String> lines = Collections.emptyIterator();
    private int batch = -1;

    BackToBackLines(int partition) {
        this.partition = partition;
    }

    /** Gives each line the number of its batch as its time. */
    void fill(TimestampedSourceBuffer<String> buffer) {
        if (advance()) {
            for (int i = 0; i < LINES_AT_ONCE && lines.hasNext(); i++) {
                buffer.add(lines.next(), batch);
            }
        }
    }

    void fill(SourceBuffer<String> buffer) {
        if (advance()) {
            for (int i = 0; i < LINES_AT_ONCE && lines.hasNext(); i++) {
                buffer.add(lines.next());
            }
        } else {
            buffer.close();
        }
    }

    private boolean advance() {
        if (!lines.hasNext()) {
            if (!run.open(batch + 1)) {
                return false;
            }
            batch++;
            lines = run.lines(batch, partition).iterator();
        }
        return true;
    }
}

package dev.millrace.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {
    /** With the unit batches Prometheus calls a counter millrace_batches_completed_batches_total, which no dashboard asks for. */
    @Test
    void countersAndGaugesHaveNoUnitThatWouldBecomePartOfTheirName() {
        StreamMetrics metrics = new StreamMetrics("words");
        metrics.gauge(Metric.BATCHES_QUEUED, () -> 0);
        List<Meter.Id> ids = metrics.registry().getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getType() != Meter.Type.TIMER)
                .toList();
        assertFalse(ids.isEmpty());
        assertEquals(
                List.of(), ids.stream().filter(id -> id.getBaseUnit() != null).toList());
    }
}

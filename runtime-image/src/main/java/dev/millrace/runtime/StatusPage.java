package dev.millrace.runtime;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** The state of a job as a page for people: HTML without scripts or anything from elsewhere, new every few seconds. */
final class StatusPage {
    private static final String TYPE = "text/html; charset=utf-8";

    private StatusPage() {}

    static StatusServer.Answer of(JobStatus status) {
        StringBuilder page = new StringBuilder(1024);
        String name = escaped(status.app().isEmpty() ? "job" : status.app());
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">")
                .append("<meta http-equiv=\"refresh\" content=\"5\"><title>")
                .append(name)
                .append(" - Millrace</title></head>\n<body>\n<h1>")
                .append(name)
                .append("</h1>\n<table>\n");
        row(page, "State", status.state().name());
        row(page, "Batch interval", status.batchIntervalMs() == 0 ? "-" : status.batchIntervalMs() + " ms");
        row(page, "Last batch", lastBatch(status));
        row(page, "Batches", status.completedBatches() + " completed, " + status.queuedBatches() + " queued");
        row(page, "Executors", status.executorsAlive() + " of " + status.executorsDesired());
        row(page, "Error", Objects.requireNonNullElse(status.error(), "none"));
        // relative: an ingress may have put a path before them
        page.append("</table>\n<p><a href=\"metrics\">Metrics</a> <a href=\"api/v1/status\">Status as JSON</a></p>\n")
                .append("</body>\n</html>\n");
        return new StatusServer.Answer(TYPE, page.toString());
    }

    private static String lastBatch(JobStatus status) {
        BatchStatus batch = status.lastBatch();
        return batch == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%d (%s): %d records, %.1f/s, processed in %.1f ms after a delay of %.1f ms",
                        batch.number(),
                        Instant.ofEpochMilli(batch.timeMs()),
                        batch.records(),
                        batch.recordsPerSecond(),
                        batch.processingMs(),
                        batch.schedulingDelayMs());
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("<tr><th align=\"left\" valign=\"top\">")
                .append(name)
                .append("</th><td><pre>")
                .append(escaped(value))
                .append("</pre></td></tr>\n");
    }

    /** Text that means itself in HTML, between tags and in quotes. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

package dev.millrace.e2e.ledger;

import java.time.Instant;

/**
 * One batch, as the driver put it out: a line {@code start batch records sum written .}, with times in milliseconds.
 * A line without the full stop was being written when the disk was full: its batch was not put out.
 *
 * @param start which start of the driver it was; unique
 * @param batch time of the batch
 * @param tally of its records, as the executors counted them
 * @param written when it was put out
 */
public record Entry(String start, Instant batch, Tally tally, Instant written) {

    String line() {
        return "%s %d %d %d %d .%n"
                .formatted(start, batch.toEpochMilli(), tally.records(), tally.sum(), written.toEpochMilli());
    }

    static boolean isWhole(String line) {
        return line.endsWith(" .");
    }

    static Entry of(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException(
                    "expected a line of the ledger, `start batch records sum written .`, but found: " + line);
        }
        return new Entry(
                fields[0],
                Instant.ofEpochMilli(Long.parseLong(fields[1])),
                new Tally(Long.parseLong(fields[2]), Long.parseLong(fields[3])),
                Instant.ofEpochMilli(Long.parseLong(fields[4])));
    }
}

package dev.millrace.kafka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition of a transactional output has come. It is kept as the committed offset of a consumer group that is named
 * as the transactional id, for partition 0 of the output's topic, and written in the transaction of the batch itself:
 *
 * <pre>
 *   offset     batch
 *   metadata   millrace/1 start=START checkpoint=ID epoch=EPOCH partitions=PARTITIONS
 * </pre>
 *
 * @param batch the last one that is written, by its time in milliseconds
 * @param epoch of the driver that wrote it
 * @param partitions of the output in that batch
 */
record BatchMark(long batch, WriterEpoch epoch, int partitions) {
    private static final Pattern FORMAT =
            Pattern.compile("millrace/1 start=(\\d+) checkpoint=([0-9a-z]+|-) epoch=(\\d+) partitions=(\\d+)");

    OffsetAndMetadata toOffset() {
        return new OffsetAndMetadata(
                batch,
                "millrace/1 start=" + epoch.start() + " checkpoint=" + epoch.checkpoint() + " epoch=" + epoch.number()
                        + " partitions=" + partitions);
    }

    /** @throws dev.millrace.error.MillraceException when it is another program's offset, or a later version's */
    static @Nullable BatchMark of(String group, @Nullable OffsetAndMetadata offset) {
        if (offset == null) {
            return null;
        }
        Matcher matcher = FORMAT.matcher(offset.metadata());
        if (!matcher.matches()) {
            throw KafkaErrors.source(
                    "consumer group " + group + " has an offset that is no mark of this sink: its metadata is \""
                            + offset.metadata() + "\". Give the sink another name, or the job",
                    null);
        }
        WriterEpoch epoch =
                new WriterEpoch(Long.parseLong(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3)));
        return new BatchMark(offset.offset(), epoch, Integer.parseInt(matcher.group(4)));
    }
}

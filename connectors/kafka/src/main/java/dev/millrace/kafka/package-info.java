/**
 * Kafka as a source and a sink of streams: direct streams of offset ranges, data sets of given ranges, a receiver, and output in
 * transactions. Names and meaning are those of Spark's Kafka integration for 0.10 and later, without the prefix {@code Java}.
 */
@NullMarked
package dev.millrace.kafka;

import org.jspecify.annotations.NullMarked;

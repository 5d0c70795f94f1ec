package dev.millrace.examples.weather;

import java.io.Serializable;
import java.time.Instant;

/** An hour or a day of a station: what a table has a row for. */
record Bucket(String station, Grain grain, Instant start) implements Serializable {}

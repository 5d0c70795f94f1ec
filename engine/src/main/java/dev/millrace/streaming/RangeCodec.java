package dev.millrace.streaming;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the ranges of an input are written into a checkpoint. What a later version of the program reads may have been written by
 * an earlier one: begin with a number of your format when it may ever change. Never write Java objects.
 *
 * @param <R> the range
 */
public interface RangeCodec<R> {
    void write(R range, DataOutput out) throws IOException;

    /** Reads what {@link #write} wrote, and all of it. */
    R read(DataInput in) throws IOException;
}

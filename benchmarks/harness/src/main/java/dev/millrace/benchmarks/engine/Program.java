package dev.millrace.benchmarks.engine;

/** The programs that each engine runs, written as its users would write them. */
public enum Program {
    /** Count the lines of a batch that contain a pattern. */
    GREP,
    /** Split lines into words and count each word of a batch. */
    WORD_COUNT,
    /** The word count of the last batches, brought up to date at every batch. */
    WINDOWED_WORD_COUNT
}

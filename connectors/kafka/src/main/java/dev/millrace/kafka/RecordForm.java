package dev.millrace.kafka;

/** What the elements are that a sink writes. */
enum RecordForm {
    /** Keys with values, for the sink's topic. */
    PAIR,
    /** Values without keys, for the sink's topic. */
    VALUE,
    /** Records of Kafka, which name their topic. */
    RECORD
}

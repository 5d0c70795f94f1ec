package dev.millrace.streaming;

/** The tests of commits behind the next batch; the build sets millrace.state.store. */
class RocksAsynchronousCommitTest extends AsynchronousCommitTest {}

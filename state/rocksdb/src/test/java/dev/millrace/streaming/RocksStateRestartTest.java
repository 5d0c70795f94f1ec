package dev.millrace.streaming;

/** The tests of state that outlives its driver; the build sets millrace.state.store. */
class RocksStateRestartTest extends StateRestartTest {}

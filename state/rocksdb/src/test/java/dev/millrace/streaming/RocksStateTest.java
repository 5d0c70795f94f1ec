package dev.millrace.streaming;

/** The tests of updateStateByKey and mapWithState; the build sets millrace.state.store. */
class RocksStateTest extends StateTest {}

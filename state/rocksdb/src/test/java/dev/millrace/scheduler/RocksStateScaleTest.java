package dev.millrace.scheduler;

/** The tests of state that moves; one that is stored is taken from the checkpoint at its new place. The build sets millrace.state.store. */
class RocksStateScaleTest extends StateScaleTest {}

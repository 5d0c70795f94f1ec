package dev.millrace.benchmarks.engine;

/**
 * What a JVM held when its last batch was done, the engine still up.
 *
 * @param peakResident the most that was ever resident, in bytes
 * @param heapAfterGc heap in use after a collection, in bytes
 */
record MemoryAtEnd(long peakResident, long heapAfterGc) {
    private static final double MEGABYTE = 1 << 20;

    static MemoryAtEnd take() {
        return new MemoryAtEnd(ProcessFigures.peakResidentBytes(), ProcessFigures.heapAfterCollection());
    }

    void writeTo(Outcome outcome) {
        outcome.put("peakResidentMb", peakResident / MEGABYTE);
        outcome.put("heapAfterGcMb", heapAfterGc / MEGABYTE);
    }
}

package dev.millrace.benchmarks.loop;

/** What a thread does for its partition of a batch; returns once all threads are done with the batch. */
interface Steps {
    void run(int batch, int partition) throws Exception;
}

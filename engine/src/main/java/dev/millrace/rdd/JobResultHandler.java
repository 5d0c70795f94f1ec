package dev.millrace.rdd;

/** Takes the result of each partition, in the order they finish, on the thread that runs the job. */
@FunctionalInterface
public interface JobResultHandler<R> {
    /**
     * Called once for each partition.
     *
     * @param position position in the list of partitions that the job was asked for
     */
    void accept(int position, R result) throws Exception;
}

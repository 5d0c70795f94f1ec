package dev.millrace.rdd;

/**
 * A task was sent to read something that is not there (any more): an executor was lost, or it had to make room. Not the
 * fault of the task; the driver plans the job again.
 */
public final class MissingBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    private final BlockId block;

    public MissingBlockException(BlockId block) {
        super(block + " is not kept any more");
        this.block = block;
    }

    public BlockId block() {
        return block;
    }
}

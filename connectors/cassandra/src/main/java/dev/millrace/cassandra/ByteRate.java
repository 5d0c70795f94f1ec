package dev.millrace.cassandra;

/** Holds a task back that writes more than so many bytes in a second. Used by one thread. */
final class ByteRate {
    private static final double NANOS = 1e9;

    private final double bytesPerSecond;
    private long freeAt = System.nanoTime();

    /** @param bytesPerSecond 0 for no limit */
    ByteRate(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Returns when so many bytes may be sent. */
    void acquire(int bytes) throws InterruptedException {
        if (bytesPerSecond <= 0) {
            return;
        }
        long now = System.nanoTime();
        if (freeAt - now > 0) {
            long nanos = freeAt - now;
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } else {
            freeAt = now; // what was not used before is lost
        }
        freeAt += (long) (bytes / bytesPerSecond * NANOS);
    }
}

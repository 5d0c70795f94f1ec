package dev.millrace.checkpoint;

import java.time.Instant;

/** Which driver took an epoch, and when. */
record EpochOwner(long startedMillis, String owner) {
    /** This process. */
    static EpochOwner here(long nowMillis) {
        return new EpochOwner(nowMillis, "process " + ProcessHandle.current().pid() + hostSuffix());
    }

    /** In a container the process id says little, and the name of the pod is the host's. */
    private static String hostSuffix() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isBlank() ? "" : " on " + host;
    }

    @Override
    public String toString() {
        return owner + ", started " + Instant.ofEpochMilli(startedMillis);
    }
}

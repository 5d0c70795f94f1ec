package dev.millrace.rdd;

import java.io.Serializable;

/**
 * Where the partitions of a persisted data set are kept.
 *
 * @param useDisk on disk, when they do not fit into memory (or always, without {@code useMemory})
 * @param useMemory in memory as long as they fit
 * @param deserialized in memory as objects rather than as bytes
 * @param replication on how many executors, 1 or more
 */
public record StorageLevel(boolean useDisk, boolean useMemory, boolean deserialized, int replication)
        implements Serializable {
    public static final StorageLevel NONE = new StorageLevel(false, false, false, 1);
    public static final StorageLevel DISK_ONLY = new StorageLevel(true, false, false, 1);
    public static final StorageLevel DISK_ONLY_2 = new StorageLevel(true, false, false, 2);
    public static final StorageLevel MEMORY_ONLY = new StorageLevel(false, true, true, 1);
    public static final StorageLevel MEMORY_ONLY_2 = new StorageLevel(false, true, true, 2);
    public static final StorageLevel MEMORY_ONLY_SER = new StorageLevel(false, true, false, 1);
    public static final StorageLevel MEMORY_ONLY_SER_2 = new StorageLevel(false, true, false, 2);
    public static final StorageLevel MEMORY_AND_DISK = new StorageLevel(true, true, true, 1);
    public static final StorageLevel MEMORY_AND_DISK_2 = new StorageLevel(true, true, true, 2);
    public static final StorageLevel MEMORY_AND_DISK_SER = new StorageLevel(true, true, false, 1);
    public static final StorageLevel MEMORY_AND_DISK_SER_2 = new StorageLevel(true, true, false, 2);

    /** The same on so many executors. */
    public StorageLevel withReplication(int executors) {
        return new StorageLevel(useDisk, useMemory, deserialized, executors);
    }

    /** Whether anything is kept at all. */
    public boolean isValid() {
        return useDisk || useMemory;
    }
}

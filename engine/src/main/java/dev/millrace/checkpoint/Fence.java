package dev.millrace.checkpoint;

import dev.millrace.clock.Clock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * The epoch of a driver: the number of its start. Who makes the file of an epoch has it, and all drivers with a lower one are
 * refused from then on.
 */
final class Fence {
    /** So many older ones are kept, for people to read. */
    private static final int KEPT = 8;

    private final Storage storage;
    private final long epoch;

    private Fence(Storage storage, long epoch) {
        this.storage = storage;
        this.epoch = epoch;
    }

    /** Takes the next epoch. */
    static Fence take(Storage storage, Clock clock) throws IOException {
        EpochOwner owner = EpochOwner.here(clock.millis());
        byte[] payload = Payloads.epoch(owner.startedMillis(), owner.owner());
        List<Long> taken = Names.epochs(storage.list(FileKind.EPOCH.folder()));
        long next = taken.isEmpty() ? 1 : taken.get(taken.size() - 1) + 1;
        while (!storage.create(Names.epoch(next), RecordFile.file(FileKind.EPOCH, next, RecordKind.EPOCH, payload))) {
            next++;
        }
        for (long old : taken) {
            if (old < next - KEPT) {
                storage.delete(Names.epoch(old)); // the oldest first: see check
            }
        }
        return new Fence(storage, next);
    }

    long epoch() {
        return epoch;
    }

    /**
     * Makes sure that no newer epoch had been taken before this was called. When the file of the next one was deleted, that
     * of this one was before.
     *
     * @throws FencedException when there is a newer one
     */
    void check() throws IOException {
        if (storage.exists(Names.epoch(epoch + 1)) || !storage.exists(Names.epoch(epoch))) {
            List<Long> taken = Names.epochs(storage.list(FileKind.EPOCH.folder()));
            long newest = taken.isEmpty() ? epoch + 1 : taken.get(taken.size() - 1);
            throw new FencedException(storage.location(), epoch, newest, owner(newest));
        }
    }

    private String owner(long newest) throws IOException {
        try {
            String name = Names.epoch(newest);
            RecordFile.Content content = RecordFile.read(name, storage.read(name), FileKind.EPOCH);
            return content.entries().isEmpty()
                    ? "just starting"
                    : Payloads.epoch(content.entries().get(0).payload()).toString();
        } catch (NoSuchFileException e) {
            return "unknown";
        }
    }
}

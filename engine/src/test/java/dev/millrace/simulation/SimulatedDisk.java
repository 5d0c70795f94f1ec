package dev.millrace.simulation;

import dev.millrace.checkpoint.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Files that outlive every process. Each process reaches them by a {@link #mount} of its own, which fails in its own way. */
public final class SimulatedDisk {
    private static final int FAULTS_ONCE_IN = 40;
    private static final int SECTOR = 512;

    /** The storage cannot be reached. */
    public static final class CutOffException extends IOException {
        private static final long serialVersionUID = 1L;

        CutOffException() {
            super("the storage is not reached");
        }
    }

    private final Simulation simulation;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private long fullUntil;

    public SimulatedDisk(Simulation simulation) {
        this.simulation = simulation;
    }

    public Mount mount(Life life) {
        return new Mount(life);
    }

    /** The disk as one process has it. */
    public final class Mount implements Storage {
        private final Life life;
        private int operations;
        private long cutOffUntil;

        private Mount(Life life) {
            this.life = life;
        }

        /** Whether an operation is going on: other threads of the process would wait for its lock. */
        public boolean isBusy() {
            return operations > 0;
        }

        public void cutOff(long millis) {
            cutOffUntil = simulation.millis() + millis;
        }

        private interface Operation<T> {
            T run() throws IOException;
        }

        private <T> T operation(String name, Operation<T> operation) throws IOException {
            operations++;
            try {
                life.check();
                mayStop();
                if (simulation.millis() < cutOffUntil && !simulation.isHealthy()) {
                    if (simulation.random(2) == 0) {
                        simulation.waitUntil(life, () -> simulation.millis() >= cutOffUntil);
                    } else {
                        throw new CutOffException();
                    }
                }
                simulation.note(name, files.size());
                T result = operation.run();
                mayStop();
                return result;
            } finally {
                operations--;
            }
        }

        /** The process may be killed here, or held up. */
        private void mayStop() {
            if (simulation.strikes(Fault.DRIVER_CRASH, 2 * FAULTS_ONCE_IN)) {
                life.end();
            }
            if (simulation.strikes(Fault.SLOW_DISK, FAULTS_ONCE_IN)) {
                simulation.waitFor(life, 1_000L * (1 + simulation.random(simulation.random(4) == 0 ? 800 : 60)));
            }
            life.check();
        }

        /** Writes at the end of a file, all of it or, when something goes wrong, a part. */
        private void write(String name, byte[] bytes) throws IOException {
            byte[] before = files.get(name);
            if (before == null) {
                return; // it was deleted: what is written to it is gone with it
            }
            if (simulation.strikes(Fault.DISK_FULL, FAULTS_ONCE_IN)) {
                fullUntil = simulation.millis() + simulation.random(150);
            }
            if (simulation.strikes(Fault.TORN_WRITE, FAULTS_ONCE_IN)) {
                boolean zeros = simulation.random(3) == 0;
                files.put(name, torn(before, bytes, zeros ? bytes.length : 0));
                life.end();
                life.check();
            }
            if (simulation.millis() < fullUntil && !simulation.isHealthy()) {
                files.put(name, torn(before, bytes, 0));
                throw new IOException("no space left on device");
            }
            files.put(name, joined(before, bytes, bytes.length, bytes.length));
        }

        /**
         * @param room bytes that the file grows by at least: with zeros, in sectors that the disk has not written; a sector is
         *     written as a whole or not at all
         */
        private byte[] torn(byte[] before, byte[] bytes, int room) {
            int written = simulation.random(bytes.length + 1);
            if (room > 0) {
                written = Math.max(0, (before.length + written) / SECTOR * SECTOR - before.length);
            }
            return joined(before, bytes, written, Math.max(room, written));
        }

        private static byte[] joined(byte[] before, byte[] bytes, int written, int growth) {
            byte[] after = Arrays.copyOf(before, before.length + growth);
            System.arraycopy(bytes, 0, after, before.length, written);
            return after;
        }

        @Override
        public boolean create(String name, byte[] content) throws IOException {
            return operation(name, () -> {
                if (files.putIfAbsent(name, new byte[0]) != null) {
                    return false;
                }
                write(name, content);
                return true;
            });
        }

        @Override
        public Log createLog(String name) throws IOException {
            operation(name, () -> {
                if (files.putIfAbsent(name, new byte[0]) != null) {
                    throw new FileAlreadyExistsException(name);
                }
                return name;
            });
            return new Log() {
                private long length;

                @Override
                public void append(byte[] bytes) throws IOException {
                    operation(name, () -> {
                        write(name, bytes);
                        return name;
                    });
                    length += bytes.length;
                }

                @Override
                public long length() {
                    return length;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean exists(String name) throws IOException {
            return operation(name, () -> files.containsKey(name));
        }

        @Override
        public byte[] read(String name) throws IOException {
            return operation(name, () -> {
                byte[] file = files.get(name);
                if (file == null) {
                    throw new NoSuchFileException(name);
                }
                return file.clone();
            });
        }

        @Override
        public byte[] read(String name, long offset, int length) throws IOException {
            return operation(name, () -> {
                byte[] file = files.get(name);
                if (file == null) {
                    throw new NoSuchFileException(name);
                }
                if (offset + length > file.length) {
                    throw new EOFException(name);
                }
                return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
            });
        }

        @Override
        public List<String> list(String folder) throws IOException {
            return operation(
                    folder,
                    () -> files.keySet().stream()
                            .filter(name -> name.startsWith(folder + "/"))
                            .map(name -> name.substring(folder.length() + 1))
                            .toList());
        }

        @Override
        public void delete(String name) throws IOException {
            operation(name, () -> files.remove(name) != null);
        }

        @Override
        public String location() {
            return "simulated:";
        }
    }
}

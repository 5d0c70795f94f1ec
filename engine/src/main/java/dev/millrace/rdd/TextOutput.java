package dev.millrace.rdd;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Writes a data set as lines of text. A task writes into a file of its own under {@code _temporary} and moves it to its
 * place when it is complete, so that a task that is tried again leaves one file.
 */
final class TextOutput {
    private TextOutput() {}

    static <T> void save(RDD<T> rdd, String directory, boolean replace) {
        Path target = Path.of(directory);
        try {
            if (Files.exists(target)) {
                if (!replace) {
                    throw new MillraceException(
                            ErrorCode.FILE,
                            "saveAsTextFile: " + target.toAbsolutePath()
                                    + " exists already: name a new directory or remove this one");
                }
                delete(target);
            }
            Files.createDirectories(target.resolve("_temporary"));
            rdd.context().runJob(rdd, new Write<>(target.toAbsolutePath().toString()), (position, done) -> {});
            delete(target.resolve("_temporary"));
            Files.createFile(target.resolve("_SUCCESS"));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE, "saveAsTextFile: cannot write " + target + ": " + e, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(directory)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static final class Write<T> extends Action<T, Boolean> {
        private static final long serialVersionUID = 1L;
        private final transient String directory;

        Write(String directory) {
            this.directory = directory;
        }

        @Override
        public Boolean run(PartitionReader<T> partition, TaskContext task) throws Exception {
            String to = (String) Objects.requireNonNull(task.services().argument());
            String name = String.format("part-%05d", task.partitionId());
            Path own = Path.of(to, "_temporary", name + "-" + java.util.UUID.randomUUID());
            try (BufferedWriter writer = Files.newBufferedWriter(own)) {
                Iterator<T> elements = partition.iterator();
                while (elements.hasNext()) {
                    writer.write(String.valueOf(elements.next()));
                    writer.write('\n');
                }
            }
            Files.move(own, Path.of(to, name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }

        @Override
        public Object argument() {
            return directory;
        }

        @Override
        public void key(PlanKey key) {
            key.value(Write.class);
        }
    }
}

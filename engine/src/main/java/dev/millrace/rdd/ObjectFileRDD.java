package dev.millrace.rdd;

import dev.millrace.execution.Flow;
import dev.millrace.execution.IteratorFlow;
import dev.millrace.execution.Sink;
import java.nio.file.Path;
import java.util.List;

/** The objects of object files, a partition for each file. */
final class ObjectFileRDD<T> extends FusedRDD<T> {
    private static final long serialVersionUID = 1L;

    private final transient List<Path> files;

    private record FilePartition(int index, String file) implements Partition {}

    ObjectFileRDD(MillraceContext context, List<Path> files) {
        super(context);
        this.files = files;
    }

    @Override
    Flow open(Partition partition, TaskContext task, Sink<T> sink) throws Exception {
        ObjectFileReader<T> objects = ObjectFileReader.open(
                Path.of(((FilePartition) partition).file()),
                Thread.currentThread().getContextClassLoader());
        task.addTaskCompletionListener(objects::close);
        return new IteratorFlow<>(objects, sink);
    }

    @Override
    protected Partition[] getPartitions() {
        Partition[] parts = new Partition[files.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new FilePartition(i, files.get(i).toAbsolutePath().toString());
        }
        return parts;
    }

    @Override
    void key(PlanKey key) {
        key.value(ObjectFileRDD.class);
    }
}

package dev.millrace.state;

import dev.millrace.conf.MillraceConf;
import java.nio.file.Path;

/** Makes the state stores of one kind; found by {@link java.util.ServiceLoader} through the loader of the user's program. */
public interface StateStoreProvider {
    /** What {@code millrace.state.store} says for it. */
    String name();

    /**
     * A store for an executor.
     *
     * @param directory where it may make directories of its own; nothing in them outlives the store
     * @param loader where user classes are found
     */
    StateStore open(MillraceConf conf, Path directory, ClassLoader loader);
}

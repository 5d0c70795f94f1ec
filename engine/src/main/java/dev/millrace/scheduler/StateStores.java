package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.execution.HeapStateStore;
import dev.millrace.state.StateStore;
import dev.millrace.state.StateStoreProvider;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Finds the state store that the configuration names. */
final class StateStores {
    private static final String HEAP = "heap";

    private StateStores() {}

    /**
     * Opens a store for an executor.
     *
     * @throws MillraceException CONFIGURATION when there is none of that name
     */
    static StateStore open(MillraceConf conf, Path directory, ClassLoader loader) {
        return provider(conf, loader)
                .<StateStore>map(provider -> provider.open(conf, directory, loader))
                .orElseGet(HeapStateStore::new);
    }

    /**
     * Makes sure that there is a store of the name, so that a driver fails at its start and not its executors.
     *
     * @throws MillraceException CONFIGURATION when there is none
     */
    static void require(MillraceConf conf, ClassLoader loader) {
        provider(conf, loader);
    }

    /** Empty for the heap. */
    private static Optional<StateStoreProvider> provider(MillraceConf conf, ClassLoader loader) {
        String wanted = conf.get(MillraceConfig.STATE_STORE);
        if (wanted.equals(HEAP)) {
            return Optional.empty();
        }
        Set<String> names = new TreeSet<>(Set.of(HEAP));
        try {
            for (StateStoreProvider provider : ServiceLoader.load(StateStoreProvider.class, loader)) {
                if (provider.name().equals(wanted)) {
                    return Optional.of(provider);
                }
                names.add(provider.name());
            }
        } catch (ServiceConfigurationError e) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    MillraceConfig.STATE_STORE.key() + ": a state store cannot be loaded: " + e.getMessage(),
                    e);
        }
        throw new MillraceException(
                ErrorCode.CONFIGURATION,
                MillraceConfig.STATE_STORE.key() + ": expected one of " + names + ", found \"" + wanted
                        + "\"; a store of its own module, as rocksdb in millrace-state-rocksdb, has to be in the program's"
                        + " jar");
    }
}

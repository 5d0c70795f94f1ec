package dev.millrace.state.rocksdb;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.state.StateStore;
import dev.millrace.state.StateStoreProvider;
import java.nio.file.Path;

/** Brings {@code millrace.state.store=rocksdb}. */
public final class RocksStoreProvider implements StateStoreProvider {
    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public StateStore open(MillraceConf conf, Path directory, ClassLoader loader) {
        return new RocksStore(directory, conf.get(MillraceConfig.STATE_ROCKSDB_MEMORY), loader);
    }
}

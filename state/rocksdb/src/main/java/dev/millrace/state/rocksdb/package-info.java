/** States in RocksDB, on a scratch directory of the executor, for those that are larger than its memory. */
@NullMarked
package dev.millrace.state.rocksdb;

import org.jspecify.annotations.NullMarked;

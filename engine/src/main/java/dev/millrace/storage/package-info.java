/** Blocks that an executor keeps, in memory and on disk, under the storage levels. */
@NullMarked
package dev.millrace.storage;

import org.jspecify.annotations.NullMarked;

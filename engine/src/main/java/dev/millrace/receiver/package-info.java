/**
 * What runs receivers: on an executor, a resident task that seals their records into blocks; on the driver, a tracker
 * that starts them, follows them, and gives each batch its blocks.
 */
@NullMarked
package dev.millrace.receiver;

import org.jspecify.annotations.NullMarked;

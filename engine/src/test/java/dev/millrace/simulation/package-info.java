/**
 * A cluster on one thread: time, disk, network and processes are events in a queue, and one seeded random generator decides
 * what comes when and what goes wrong. What runs in it is the engine's own code.
 */
@NullMarked
package dev.millrace.simulation;

import org.jspecify.annotations.NullMarked;

/** Authenticated, encrypted connections between the processes of one job, and frames of bytes on them. */
@NullMarked
package dev.millrace.rpc;

import org.jspecify.annotations.NullMarked;

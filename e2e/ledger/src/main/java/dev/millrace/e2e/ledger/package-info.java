/** A job that keeps a ledger of its batches, and the reader that finds in it what was lost or came twice. */
@NullMarked
package dev.millrace.e2e.ledger;

import org.jspecify.annotations.NullMarked;

/** That the ledger shows what it should, and that the job that keeps it does. */
@NullMarked
package dev.millrace.e2e.ledger;

import org.jspecify.annotations.NullMarked;

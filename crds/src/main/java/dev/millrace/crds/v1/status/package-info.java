/** What the operator reports of a job, and what it has to remember. */
@NullMarked
package dev.millrace.crds.v1.status;

import org.jspecify.annotations.NullMarked;

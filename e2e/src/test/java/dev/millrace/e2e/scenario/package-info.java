/** What users do with jobs on a cluster, and what happens to jobs there: started, scaled, killed, deleted. */
@NullMarked
package dev.millrace.e2e.scenario;

import org.jspecify.annotations.NullMarked;

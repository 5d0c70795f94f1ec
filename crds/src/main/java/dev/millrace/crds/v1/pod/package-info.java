/** What the pods of a job can be given: a trimmed form of Kubernetes' own pod template, with its names. */
@NullMarked
package dev.millrace.crds.v1.pod;

import org.jspecify.annotations.NullMarked;

/**
 * The certificates by which the processes of one job know each other: an authority for each job, and a certificate for
 * each role. Whoever starts the processes uses it; the processes themselves read the PEM files it makes.
 */
@NullMarked
package dev.millrace.certificates;

import org.jspecify.annotations.NullMarked;

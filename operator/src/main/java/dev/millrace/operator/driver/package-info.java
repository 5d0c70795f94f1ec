/** What the operator and a running driver say to each other: the driver's control API over the job's own mutual TLS. */
@NullMarked
package dev.millrace.operator.driver;

import org.jspecify.annotations.NullMarked;

/** Carries plans out against the API server. Every step can be done twice, and gives way to whoever was faster. */
@NullMarked
package dev.millrace.operator.act;

import org.jspecify.annotations.NullMarked;

/** Users' programs that the tests of the launcher run. */
@NullMarked
package dev.millrace.system.programs;

import org.jspecify.annotations.NullMarked;

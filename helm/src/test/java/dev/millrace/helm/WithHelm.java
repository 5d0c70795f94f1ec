package dev.millrace.helm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run Helm, and need no cluster.
 *
 * <p>Helm is found in this order: Linux with Go, with the Helm of {@code e2e/cluster}, which is built where it is not there;
 * {@code helm} on the {@code PATH}. Where there is none the tests are skipped, and with {@code CI=true} they fail.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HelmCondition.class)
@interface WithHelm {}

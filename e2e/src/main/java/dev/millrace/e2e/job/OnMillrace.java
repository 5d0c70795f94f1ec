package dev.millrace.e2e.job;

import dev.millrace.e2e.cluster.OnCluster;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run on a real cluster on which the operator is installed.
 *
 * <p>They may take the {@link Installation} as a parameter, besides what {@link OnCluster} offers. It is installed with the
 * chart when the first test asks for it, shared by all of them, and uninstalled after the last one. A test may take four minutes:
 * processes start slowly on a node of two cores that is busy.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@OnCluster
@Timeout(240)
@ExtendWith(InstallationExtension.class)
public @interface OnMillrace {}

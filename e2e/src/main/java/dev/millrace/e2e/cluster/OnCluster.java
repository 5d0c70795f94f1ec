package dev.millrace.e2e.cluster;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run on a real cluster.
 *
 * <p>They may take the {@link ClusterUnderTest} and a {@link TestNamespace} as parameters. The cluster is found in this
 * order: {@code KUBECONFIG}; Docker, with K3s in a container; Linux with root and Go, with the cluster of {@code
 * e2e/cluster}. Where there is none the tests are skipped, and with {@code CI=true} they fail.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface OnCluster {}

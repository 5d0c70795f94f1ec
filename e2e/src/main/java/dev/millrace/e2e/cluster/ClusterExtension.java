package dev.millrace.e2e.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster for the first class that needs it, gives each test its namespace, and writes down what failed. */
public final class ClusterExtension implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback {

    private static final Namespace STORE = Namespace.create(ClusterExtension.class);
    private static final Path DUMPS = Path.of("target", "cluster-dumps");

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ClusterUnderTest.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ClusterUnderTest cluster = cluster(context);
        if (parameter.getParameter().getType() == ClusterUnderTest.class) {
            return cluster;
        }
        String test = context.getTestMethod()
                .orElse(context.getRequiredTestClass().getMethods()[0])
                .getName();
        // Closed, and so deleted, with the context that it was asked for in: after the test, or after all of its class.
        return context.getStore(STORE)
                .getOrComputeIfAbsent(
                        TestNamespace.class, ignored -> TestNamespace.create(cluster, test), TestNamespace.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> {
            TestNamespace namespace = context.getStore(STORE).get(TestNamespace.class, TestNamespace.class);
            if (namespace != null) {
                Path directory = dumpOf(context);
                namespace.dumpTo(directory);
                System.err.println("what was in the namespace of the failed test is in " + directory.toAbsolutePath());
            }
            cluster(context).node().ifPresent(node -> System.err.println(node.condition()));
        });
    }

    /** Where things are written down when the test of this context fails. */
    public static Path dumpOf(ExtensionContext context) {
        return DUMPS.resolve(context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName());
    }

    /** The cluster, for extensions that need it. It is started when it is first asked for.
     *
     * <p>In the store of the root, which is closed, and the cluster with it, after the last test, whether that failed or not. */
    public static ClusterUnderTest cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(ClusterUnderTest.class, ignored -> start(), ClusterUnderTest.class);
    }

    private static ClusterUnderTest start() {
        try {
            return ClusterStart.here();
        } catch (NoClusterException e) {
            if (e.isFailure()) {
                throw e;
            }
            return Assumptions.abort(e.getMessage());
        }
    }
}

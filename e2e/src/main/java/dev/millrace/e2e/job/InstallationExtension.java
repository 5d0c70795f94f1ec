package dev.millrace.e2e.job;

import dev.millrace.e2e.cluster.ClusterExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Installs the operator for the first class that needs it, and writes down what it said where a test failed. */
final class InstallationExtension implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback {

    private static final Namespace STORE = Namespace.create(InstallationExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        installation(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return installation(context);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            Path directory = ClusterExtension.dumpOf(context).resolve("operator");
            installation(context).dumpTo(directory);
        }
    }

    /** In the store of the root: closed after the last test, and before the cluster, which was put there first. */
    private static Installation installation(ExtensionContext context) {
        return context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(
                        Installation.class,
                        ignored -> Installation.install(ClusterExtension.cluster(context)),
                        Installation.class);
    }
}

package dev.millrace.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** The operator in the JVM of a test, without Quarkus around it. */
final class RunningOperator implements AutoCloseable {
    final OperatorParts parts;

    private final Vertx vertx = Vertx.vertx();
    private final Operator operator;

    RunningOperator(KubernetesClient client) {
        parts = OperatorParts.of(
                client,
                vertx,
                Clock.systemUTC(),
                new SimpleMeterRegistry(),
                Jobs.SETTINGS,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofDays(30),
                false);
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .checkingCRDAndValidateLocalModel(false));
        operator.register(new StreamingJobReconciler(parts));
        operator.start();
    }

    @Override
    public void close() {
        operator.stop();
        vertx.close();
    }
}

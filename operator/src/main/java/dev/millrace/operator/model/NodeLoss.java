package dev.millrace.operator.model;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a pod stays bound to a node that is gone. Kubernetes' own default is five minutes, in which a stream would stand
 * still.
 */
final class NodeLoss {
    private static final List<String> TAINTS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private NodeLoss() {}

    /** Adds a toleration for each of the taints that the pod does not already say something about. */
    static void tolerate(Pod pod, Duration time) {
        List<Toleration> tolerations = new ArrayList<>(pod.getSpec().getTolerations());
        for (String taint : TAINTS) {
            boolean said = tolerations.stream()
                    .anyMatch(toleration -> taint.equals(toleration.getKey())
                            || (toleration.getKey() == null && "Exists".equals(toleration.getOperator())));
            if (!said) {
                tolerations.add(new TolerationBuilder()
                        .withKey(taint)
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .withTolerationSeconds(time.toSeconds())
                        .build());
            }
        }
        pod.getSpec().setTolerations(tolerations);
    }
}

package dev.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values, and what Helm says of them. */
@WithHelm
class RefusedValuesIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicas: 9                                | at '/replicas': maximum: got 9, want 5
            replicas: '2'                              | at '/replicas': got string, want integer
            replicas: -1                               | at '/replicas': minimum: got -1, want 0
            image: {tag: 'a b'}                        | at '/image/tag': 'a b' does not match pattern
            image: {tag: 1.2}                          | at '/image/tag': got number, want string
            image: {digest: latest}                    | at '/image/digest': 'latest' does not match pattern '^(sha256:[0-9a-f]{64})?$'
            image: {pullPolicy: Sometimes}             | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
            watchNamespaces: [Streams]                 | at '/watchNamespaces/0': 'Streams' does not match pattern
            watchNamespaces: [a, a]                    | at '/watchNamespaces': items at 0 and 1 are equal
            watchNamespaces: streams                   | at '/watchNamespaces': got string, want array
            config: {resyncInterval: 10}               | at '/config/resyncInterval': got number, want string
            config: {resyncInterval: 10 s}             | at '/config/resyncInterval': '10 s' does not match pattern '^(0|[1-9][0-9]{0,9})(ms|s|m|h|d)$'
            config: {timeout: {drain: PT2M}}           | at '/config/timeout/drain': 'PT2M' does not match pattern
            config: {resyncIntervall: 10s}             | at '/config': additional properties 'resyncIntervall' not allowed
            config: {leaderElection: {enabled: 'yes'}} | at '/config/leaderElection/enabled': got string, want boolean
            log: {level: debug}                        | at '/log/level': value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'
            resources: {limits: {memory: lots}}        | at '/resources/limits/memory': 'lots' does not match pattern
            securityContext: {runAsUser: 0}            | at '/securityContext/runAsUser': minimum: got 0, want 1
            securityContext: {runAsNonRoot: false}     | at '/securityContext': additional properties 'runAsNonRoot' not allowed
            podDisruptionBudget: {maxUnavailable: all} | at '/podDisruptionBudget/maxUnavailable': 'all' does not match pattern
            networkPolicy: {metricsFrom: [{}]}         | at '/networkPolicy/metricsFrom/0': minProperties: got 0, want 1
            networkPolicy: {egress: {apiServerPorts: [0]}} | at '/networkPolicy/egress/apiServerPorts/0': minimum: got 0, want 1
            tolerations: [{effect: Never}]             | at '/tolerations/0/effect': value must be one of 'NoSchedule', 'PreferNoSchedule', 'NoExecute'
            extraEnv: [{value: x}]                     | at '/extraEnv/0': missing property 'name'
            fullnameOverride: Millrace                 | at '/fullnameOverride': 'Millrace' does not match pattern
            namespaces: [streams]                      | at '': additional properties 'namespaces' not allowed
            {replicas: 2, config: {leaderElection: {enabled: false}}} | replicas: found 2 without leader election: all of them would run the same jobs. Set replicas to 1, or config.leaderElection.enabled to true
            serviceAccount: {create: false}            | serviceAccount.name: expected the name of a service account that exists, as serviceAccount.create is false
            {watchNamespaces: [streams], config: {canary: {enabled: true}}} | config.canary.enabled: the canary lives in the operator's namespace, and millrace-system is not among watchNamespaces (streams). Add it, or set config.canary.enabled to false
            config: {podMonitors: true}                | config.podMonitors: the operator watches PodMonitors then, and has no right to. Set rbac.podMonitors to true, or config.podMonitors to false
            """, quoteCharacter = '"')
    void areRefusedWithAReason(String values, String reason) {
        String message = EveryValueIT.refusal(Chart.parse(values));
        assertTrue(message.contains(reason), message);
    }
}

package dev.millrace.operator.check;

/** Jobs that are shown to the API server as a dry run. */
final class TrialJobs {
    /** A job as small as it may be. */
    static final String RIGHT = job("1s");

    /** The same with an interval that only a rule of the CRD refuses: its type is right. */
    static final String WRONG = job("soon");

    /** What the rule says. */
    static final String COMPLAINT = "expected a duration";

    private TrialJobs() {}

    private static String job(String batchInterval) {
        return """
                {
                  "apiVersion": "millrace.dev/v1",
                  "kind": "StreamingJob",
                  "metadata": {"name": "millrace-installation-check"},
                  "spec": {
                    "application": {"jar": "local:///opt/millrace/check.jar", "mainClass": "dev.millrace.Check"},
                    "batchInterval": "%s",
                    "driver": {"memory": "512m"},
                    "executor": {"replicas": 1, "memory": "512m"}
                  }
                }
                """.formatted(batchInterval);
    }
}

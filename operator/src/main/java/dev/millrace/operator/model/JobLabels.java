package dev.millrace.operator.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and annotations that the operator puts on the objects of a job, and finds them by. */
public final class JobLabels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "millrace-operator";
    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String COMPONENT = "app.kubernetes.io/component";
    /** Name of the job. */
    public static final String JOB = "millrace.dev/job";
    /** {@link #DRIVER} or {@link #EXECUTOR}. */
    public static final String ROLE = "millrace.dev/role";
    /** Ordinal of an executor. */
    public static final String ORDINAL = "millrace.dev/executor";
    /** Which start of the driver a pod is. */
    public static final String EPOCH = "millrace.dev/epoch";
    /** Hash of what the whole job is made from: pods with another one are of an older spec. */
    public static final String DRIVER_HASH = "millrace.dev/driver-hash";
    /** Hash of what executors alone are made from. */
    public static final String EXECUTOR_HASH = "millrace.dev/executor-hash";

    /** Annotation: hash of the object as it should be, so that a change is noticed without comparing every field. */
    public static final String OBJECT_HASH = "millrace.dev/object-hash";

    /** Annotation: keys of the labels and annotations that come from the spec, so that they can be taken away again. */
    public static final String TEMPLATE_KEYS = "millrace.dev/template-keys";

    public static final String DRIVER = "driver";
    public static final String EXECUTOR = "executor";
    /** What the operator's informers select by. */
    public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

    private JobLabels() {}

    /** Labels of every object of a job. */
    public static Map<String, String> of(String job) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAME, "millrace");
        labels.put(INSTANCE, job);
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(JOB, job);
        return labels;
    }

    /** Labels by which the pods of a job are selected. */
    public static Map<String, String> selector(String job) {
        return Map.of(JOB, job, MANAGED_BY, OPERATOR);
    }

    /** Labels by which the pods of one role are selected. */
    public static Map<String, String> selector(String job, String role) {
        return Map.of(JOB, job, MANAGED_BY, OPERATOR, ROLE, role);
    }

    /** The selector of executors as an autoscaler wants it. */
    public static String executorSelector(String job) {
        return JOB + "=" + job + "," + MANAGED_BY + "=" + OPERATOR + "," + ROLE + "=" + EXECUTOR;
    }
}

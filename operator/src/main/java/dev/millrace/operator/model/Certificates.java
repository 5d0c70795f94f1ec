package dev.millrace.operator.model;

/** Keys of the two Secrets with certificates. */
public final class Certificates {
    /** Certificate of the job's authority, which every process trusts. */
    public static final String AUTHORITY = "ca.crt";
    /** Key of the authority; only in the Secret that no pod mounts. */
    public static final String AUTHORITY_KEY = "ca.key";
    /** Name of the operator's own role. */
    public static final String OPERATOR = "operator";

    /** Executors that certificates are made for at once, so that adding some needs no new ones. */
    private static final int STEP = 4;

    private Certificates() {}

    public static String certificate(String role) {
        return role + ".crt";
    }

    public static String key(String role) {
        return role + ".key";
    }

    public static String executor(int ordinal) {
        return "executor-" + ordinal;
    }

    /** For how many executors there should be certificates when {@code replicas} are wanted. */
    public static int executors(int replicas) {
        return (replicas + STEP - 1) / STEP * STEP;
    }
}

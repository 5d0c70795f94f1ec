package dev.millrace.operator.model;

/** Where the processes of a job find things in their pods, and at which ports they listen. */
public final class PodFiles {
    /** Where executors register with the driver. */
    public static final int RPC_PORT = 7077;
    /** The driver's control API, over mutual TLS. */
    public static final int CONTROL_PORT = 7078;
    /** The driver's pages, metrics and status for reading; who sees them is the network policy's business. */
    public static final int UI_PORT = 4040;

    static final String CONFIGURATION_DIRECTORY = "/etc/millrace/conf";
    static final String CONFIGURATION_KEY = "job.properties";
    static final String TLS_DIRECTORY = "/etc/millrace/tls";
    static final String CERTIFICATE_FILE = TLS_DIRECTORY + "/tls.crt";
    static final String KEY_FILE = TLS_DIRECTORY + "/tls.key";
    static final String AUTHORITY_FILE = TLS_DIRECTORY + "/ca.crt";
    /** The only directory that can be written to besides the checkpoint: blocks on disk, and what programs put there. */
    static final String SCRATCH_DIRECTORY = "/tmp";

    static final String CHECKPOINT_DIRECTORY = "/var/lib/millrace/checkpoint";
    /** Where a jar from a volume or the net is mounted. */
    static final String APPLICATION_DIRECTORY = "/var/lib/millrace/application";

    static final String FETCHED_JAR = "application.jar";

    private PodFiles() {}
}

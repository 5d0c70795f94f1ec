package dev.millrace.operator.check;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;

/**
 * Checks an installation from inside of the cluster: the operator is ready, and the API server takes a right job and refuses
 * a wrong one by a rule of the CRD. Nothing is created.
 */
public final class InstallationCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Readiness operator;
    private final ApiServer apiServer;
    private final String namespace;
    private final PrintStream log;

    InstallationCheck(Readiness operator, ApiServer apiServer, String namespace, PrintStream log) {
        this.operator = operator;
        this.apiServer = apiServer;
        this.namespace = namespace;
        this.log = log;
    }

    /** Runs the check in a pod, with the address of the operator's readiness and a namespace as arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: InstallationCheck READINESS_URL NAMESPACE");
            System.exit(2);
        }
        try {
            new InstallationCheck(
                            new Readiness(URI.create(arguments[0]), PATIENCE, PAUSE),
                            ApiServer.ofPod(System.getenv(), ApiServer.ACCOUNT),
                            arguments[1],
                            System.out)
                    .run();
        } catch (CheckFailure failure) {
            System.err.println("FAILED: " + failure.getMessage());
            System.exit(1);
        }
    }

    /**
     * Runs all of it, and prints a line for each thing that is as it should be.
     *
     * @throws CheckFailure at the first that is not
     */
    void run() throws CheckFailure, InterruptedException {
        operator.await();
        log.println("ok: the operator is ready");
        takesARightJob(apiServer.wouldCreate(namespace, TrialJobs.RIGHT));
        log.println("ok: the API server takes a right job");
        refusesAWrongJob(apiServer.wouldCreate(namespace, TrialJobs.WRONG));
        log.println("ok: the API server refuses a wrong job");
    }

    private static void takesARightJob(Answer answer) throws CheckFailure {
        switch (answer.code()) {
            case 200, 201 -> {}
            case 401, 403 ->
                throw new CheckFailure(
                        "the check itself may not create StreamingJobs, not even as a dry run: the Role or RoleBinding of the test"
                                + " is missing. The API server answered " + answer);
            case 404 ->
                throw new CheckFailure(
                        "the API server does not know StreamingJobs: the CRD streamingjobs.millrace.dev is missing."
                                + " Install it with crds.install=true. The API server answered " + answer);
            case 400, 422 ->
                throw new CheckFailure(
                        "the API server refuses a right job: the CRD streamingjobs.millrace.dev is of another version"
                                + " than the operator. Upgrade the release that owns it. The API server answered "
                                + answer);
            default -> throw new CheckFailure("the API server does not take a right job, and answers " + answer);
        }
    }

    private static void refusesAWrongJob(Answer answer) throws CheckFailure {
        if (answer.code() == 200 || answer.code() == 201) {
            throw new CheckFailure(
                    "the API server takes a wrong job: the rules of the CRD streamingjobs.millrace.dev are missing."
                            + " Upgrade the release that owns it; it takes Kubernetes 1.29 or newer");
        }
        if (answer.code() != 422 || !answer.body().contains(TrialJobs.COMPLAINT)) {
            throw new CheckFailure("the API server refuses a wrong job, but not for the reason that is expected (\""
                    + TrialJobs.COMPLAINT
                    + "...\"): the CRD streamingjobs.millrace.dev is of another version than the operator."
                    + " Upgrade the release that owns it. The API server answered " + answer);
        }
    }
}

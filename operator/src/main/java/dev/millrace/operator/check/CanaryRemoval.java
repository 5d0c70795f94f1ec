package dev.millrace.operator.check;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Removes the operator's canary before the operator itself is uninstalled: afterwards nobody would take its finalizer off, and
 * the namespace could not be deleted.
 */
public final class CanaryRemoval {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int GONE = 404;

    private final ApiServer apiServer;
    private final String namespace;
    private final String canary;
    private final Duration patience;
    private final PrintStream log;

    /** @param patience how long the operator may take to let it go */
    CanaryRemoval(ApiServer apiServer, String namespace, String canary, Duration patience, PrintStream log) {
        this.apiServer = apiServer;
        this.namespace = namespace;
        this.canary = canary;
        this.patience = patience;
        this.log = log;
    }

    /** Runs in a pod, with the namespace and the name of the canary as arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: CanaryRemoval NAMESPACE NAME");
            System.exit(2);
        }
        try {
            new CanaryRemoval(
                            ApiServer.ofPod(System.getenv(), ApiServer.ACCOUNT),
                            arguments[0],
                            arguments[1],
                            PATIENCE,
                            System.out)
                    .run();
        } catch (CheckFailure failure) {
            System.err.println("FAILED: " + failure.getMessage());
            System.exit(1);
        }
    }

    /**
     * Returns when the canary is gone.
     *
     * @throws CheckFailure when it stays
     */
    void run() throws CheckFailure, InterruptedException {
        if (expect(apiServer.delete(namespace, canary), "deleted").code() == GONE) {
            log.println("ok: there is no canary");
            return;
        }
        if (isGoneInTime()) {
            log.println("ok: the canary is gone");
            return;
        }
        log.println("the operator does not let the canary go: its finalizer is taken off");
        expect(apiServer.removeFinalizers(namespace, canary), "let go");
        if (!isGoneInTime()) {
            throw new CheckFailure("the canary " + namespace + "/" + canary + " stays although it has no finalizer");
        }
        log.println("ok: the canary is gone");
    }

    private boolean isGoneInTime() throws CheckFailure, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            if (expect(apiServer.get(namespace, canary), "read").code() == GONE) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        } while (System.nanoTime() < deadline);
        return false;
    }

    private Answer expect(Answer answer, String what) throws CheckFailure {
        if (answer.code() != GONE && answer.code() >= 300) {
            throw new CheckFailure("the canary " + namespace + "/" + canary + " cannot be " + what
                    + ": the API server answered " + answer);
        }
        return answer;
    }
}

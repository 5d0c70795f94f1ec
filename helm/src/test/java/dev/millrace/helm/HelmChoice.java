package dev.millrace.helm;

import java.util.Map;

/** Which Helm the tests run: that of {@code e2e/cluster}, where it can be built, or else the machine's. */
sealed interface HelmChoice {

    /** Linux with Go: {@code e2e/cluster} has it, or builds it. */
    record Built() implements HelmChoice {}

    /** The {@code helm} on the {@code PATH}. */
    record Installed() implements HelmChoice {}

    /** There is none, and the tests are skipped, for the reason given in one line. */
    record Skipped(String reason) implements HelmChoice {}

    /** There is none, and there should be: on continuous integration tests that are skipped would be taken for passed. */
    record Missing(String reason) implements HelmChoice {}

    static HelmChoice in(boolean linux, boolean go, boolean helm, Map<String, String> environment) {
        if (linux && go) {
            return new Built();
        }
        if (helm) {
            return new Installed();
        }
        String reason =
                "no Helm: there is no `helm` on the PATH, and e2e/cluster, which builds one, needs Linux (%s) and Go (%s)"
                        .formatted(yesOrNo(linux), yesOrNo(go));
        return "true".equals(environment.get("CI"))
                ? new Missing(reason + "; with CI=true that is a failure")
                : new Skipped(reason);
    }

    private static String yesOrNo(boolean there) {
        return there ? "yes" : "no";
    }
}

package dev.millrace.system.programs;

/** Fails in its main method. */
public final class Fails {
    private Fails() {}

    @SuppressWarnings("DoNotCallSuggester") // failing is what it is for
    public static void main(String[] arguments) {
        throw new IllegalStateException("boom");
    }
}

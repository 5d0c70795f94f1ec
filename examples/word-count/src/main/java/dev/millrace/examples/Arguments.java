package dev.millrace.examples;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import org.jspecify.annotations.Nullable;

/**
 * What the program was called with.
 *
 * @param rate lines a second
 * @param top how many words each batch shows
 */
record Arguments(int rate, int top) {
    /** @throws MillraceException for anything but {@code --rate N} and {@code --top N} */
    static Arguments parse(String... args) {
        int rate = 1_000;
        int top = 10;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "--rate" -> rate = positive(args[i], value);
                case "--top" -> top = positive(args[i], value);
                default ->
                    throw new MillraceException(
                            ErrorCode.ARGUMENT,
                            "unknown argument \"" + args[i] + "\"; expected --rate LINES_PER_SECOND or --top WORDS");
            }
        }
        return new Arguments(rate, top);
    }

    private static int positive(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw expected(name, value, e);
        }
        throw expected(name, value, null);
    }

    private static MillraceException expected(String name, String value, @Nullable Exception cause) {
        return new MillraceException(
                ErrorCode.ARGUMENT, name + ": expected an integer >= 1, found \"" + value + "\"", cause);
    }
}

package dev.millrace.e2e.cluster;

import java.util.List;

/** What a command that has ended left; both outputs as text. */
public record CommandResult(List<String> command, int exitCode, String output, String errors) {

    /**
     * What the command printed, where it succeeded.
     *
     * @throws CommandException where its exit code is not 0
     */
    public String orThrow() {
        if (exitCode != 0) {
            throw new CommandException("`%s` ended with %d; expected 0. It printed:%n%s%s"
                    .formatted(String.join(" ", command), exitCode, output, errors));
        }
        return output;
    }
}

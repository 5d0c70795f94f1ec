package dev.millrace.certificates;

import java.util.regex.Pattern;

/**
 * What a process is in its job, and the name in its certificate: {@code driver} or {@code executor-<ordinal>}.
 *
 * @param name the common name of the certificate
 */
public record Role(String name) {
    private static final String EXECUTOR = "executor-";
    private static final Pattern NAME = Pattern.compile("driver|" + EXECUTOR + "(0|[1-9][0-9]{0,8})");

    /** The one driver. */
    public static final Role DRIVER = new Role("driver");

    public Role {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "role \"" + name + "\": expected \"driver\" or \"executor-\" and its ordinal from 0");
        }
    }

    /** The executor with this ordinal, from 0. */
    public static Role executor(int ordinal) {
        return new Role(EXECUTOR + ordinal);
    }

    @Override
    public String toString() {
        return name;
    }
}

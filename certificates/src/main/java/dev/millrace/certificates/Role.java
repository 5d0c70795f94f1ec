package dev.millrace.certificates;

import java.util.regex.Pattern;

/**
 * What a process is in its job, and the name in its certificate: {@code driver}, {@code operator} or
 * {@code executor-<ordinal>}.
 *
 * @param name the common name of the certificate
 */
public record Role(String name) {
    private static final String EXECUTOR = "executor-";
    private static final Pattern NAME = Pattern.compile("driver|operator|" + EXECUTOR + "(0|[1-9][0-9]{0,8})");

    /** The one driver. */
    public static final Role DRIVER = new Role("driver");

    /** The operator, which is no process of the job and may ask its driver for things. */
    public static final Role OPERATOR = new Role("operator");

    public Role {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "role \"" + name + "\": expected \"driver\", \"operator\" or \"executor-\" and its ordinal from 0");
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

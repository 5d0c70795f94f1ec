package dev.millrace.e2e.ledger;

/**
 * What the program was called with.
 *
 * @param directory where the ledger and the {@link Mishaps} are
 * @param records of a batch
 * @param partitions of a batch
 * @param failure what the program throws instead of running; empty for nothing
 */
record Arguments(String directory, int records, int partitions, String failure) {

    private static final String USAGE = "--directory PATH [--records N] [--partitions N] [--failure MESSAGE]";

    static Arguments parse(String... args) {
        Arguments arguments = new Arguments("", 1_000, 8, "");
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": expected a value; usage: " + USAGE);
            }
            arguments = arguments.with(args[i], args[i + 1]);
        }
        if (arguments.directory.isEmpty()) {
            throw new IllegalArgumentException("--directory is not set; usage: " + USAGE);
        }
        return arguments;
    }

    private Arguments with(String name, String value) {
        return switch (name) {
            case "--directory" -> new Arguments(value, records, partitions, failure);
            case "--records" -> new Arguments(directory, Integer.parseInt(value), partitions, failure);
            case "--partitions" -> new Arguments(directory, records, Integer.parseInt(value), failure);
            case "--failure" -> new Arguments(directory, records, partitions, value);
            default -> throw new IllegalArgumentException("there is no argument " + name + "; usage: " + USAGE);
        };
    }
}

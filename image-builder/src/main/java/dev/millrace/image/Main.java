package dev.millrace.image;

import picocli.CommandLine;

/** The builder's command line. Exit codes: 0 the image is there; 1 it cannot be built; 2 the command line is wrong. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends this JVM. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new ImagesCommand())
                .setOverwrittenOptionsAllowed(true) // so that words after an @file can change what it says
                .setExecutionExceptionHandler((exception, commandLine, result) -> {
                    if (exception instanceof ImageException) {
                        commandLine.getErr().println("error: " + exception.getMessage());
                        return 1;
                    }
                    throw exception;
                })
                .execute(args);
    }
}

package dev.millrace.runtime;

import dev.millrace.error.MillraceException;
import java.util.Map;

/** Entry point of a driver process. It takes no arguments: the environment says it all. */
public final class DriverMain {
    private DriverMain() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv()));
    }

    private static int run(Map<String, String> variables) {
        ProcessEnvironment environment;
        try {
            environment = ProcessEnvironment.read(variables);
        } catch (MillraceException e) {
            ErrorReport.ofProcess(System.err, false).print(e);
            return ExitCode.BAD_INPUT;
        }
        LogLevel.apply(environment.settings());
        DriverProcess driver = new DriverProcess(environment.settings(), System.err);
        Signals.handle("TERM", driver::stop);
        Signals.handle("INT", driver::stop);
        if (environment.parentPipe()) {
            ParentPipe.watch(System.in, driver::stop);
        }
        return driver.run();
    }
}

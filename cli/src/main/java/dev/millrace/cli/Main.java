package dev.millrace.cli;

import dev.millrace.error.MillraceException;
import dev.millrace.runtime.ErrorReport;
import dev.millrace.runtime.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point of the {@code millrace} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new MillraceCommand());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setParameterExceptionHandler(Main::badUsage);
        commands.setExecutionExceptionHandler(Main::failed);
        return commands;
    }

    private static int badUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result) {
        boolean stackTraces =
                command.getCommand() instanceof RunCommand run && run.options().stackTraces();
        new ErrorReport(System.err, stackTraces).print(e);
        return e instanceof MillraceException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }
}

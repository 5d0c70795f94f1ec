package dev.millrace.runtime;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.scheduler.ExecutorRuntime;
import java.util.Map;

/** Entry point of an executor process. It takes no arguments: the environment says it all. */
public final class ExecutorMain {
    private ExecutorMain() {}

    public static void main(String[] arguments) {
        System.exit(run(System.getenv()));
    }

    private static int run(Map<String, String> variables) {
        boolean started = false;
        boolean stackTraces = false;
        try {
            ProcessEnvironment environment = ProcessEnvironment.read(variables);
            int ordinal = environment.requiredOrdinal();
            Map<String, String> settings = environment.settings();
            stackTraces = Boolean.parseBoolean(settings.get(MillraceConfig.ERROR_STACK_TRACES.key()));
            LogLevel.apply(settings);
            if (environment.parentPipe()) {
                ParentPipe.watch(System.in, () -> {});
            }
            MillraceConf.setProcessDefaults(settings);
            MillraceConf conf = new MillraceConf();
            conf.validateValues();
            ClassLoader loader = Program.loader(settings, ExecutorMain.class.getClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            started = true;
            return ExecutorRuntime.run(conf, ordinal, loader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } catch (MillraceException e) {
            ErrorReport.ofProcess(System.err, stackTraces).print(e);
            return started && e.code() != ErrorCode.CONFIGURATION ? ExitCode.FAILED : ExitCode.BAD_INPUT;
        }
    }
}

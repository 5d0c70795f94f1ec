package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.JobRunner;
import dev.millrace.rdd.JobRunnerProvider;
import dev.millrace.rdd.MillraceContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the scheduler that the master asks for. */
public final class SchedulerProvider implements JobRunnerProvider {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)])?");

    @Override
    public JobRunner open(MillraceConf conf, MillraceContext context) {
        String master = conf.get(MillraceConfig.MASTER);
        Matcher local = LOCAL.matcher(master);
        int desired = local.matches() ? 1 : conf.get(MillraceConfig.EXECUTOR_INSTANCES);
        ExecutorPool executors = new ExecutorPool(desired, conf.get(MillraceConfig.EXECUTOR_REGISTRATION_TIMEOUT));
        DagScheduler scheduler = new DagScheduler(conf, context, executors);
        if (local.matches()) {
            LocalCluster.start(conf, scheduler, cores(local.group(1)));
        } else {
            RemoteCluster.start(conf, scheduler);
        }
        return scheduler;
    }

    private static int cores(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return 1;
        }
        return text.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(text);
    }
}

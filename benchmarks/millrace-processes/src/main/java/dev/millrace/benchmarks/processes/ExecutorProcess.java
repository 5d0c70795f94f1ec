package dev.millrace.benchmarks.processes;

import dev.millrace.conf.MillraceConf;
import dev.millrace.scheduler.ExecutorRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Entry point of an executor: the file of its configuration and its number are its arguments. */
final class ExecutorProcess {
    private ExecutorProcess() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        MillraceConf.setProcessDefaults(settings);
        System.exit(ExecutorRuntime.run(
                new MillraceConf(), Integer.parseInt(args[1]), ExecutorProcess.class.getClassLoader()));
    }
}

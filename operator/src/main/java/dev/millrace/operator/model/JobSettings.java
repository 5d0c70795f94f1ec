package dev.millrace.operator.model;

import dev.millrace.crds.v1.ApplicationSpec;
import dev.millrace.crds.v1.JarVolume;
import dev.millrace.crds.v1.StreamingJobSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys and values that driver and executors of a job read at their start, as the process contract names them. */
public final class JobSettings {
    /** Each pod has an address of its own, which it knows from its environment. */
    private static final Set<String> HOST_KEYS =
            Set.of("millrace.driver.host", "spark.driver.host", "millrace.executor.host", "millrace.status.host");

    private JobSettings() {}

    /** All settings of a job; what the operator sets wins over the spec's conf. */
    public static Map<String, String> of(String job, StreamingJobSpec spec) {
        Map<String, String> settings = new TreeMap<>();
        if (spec.conf() != null) {
            settings.putAll(spec.conf());
            settings.keySet().removeAll(HOST_KEYS);
        }
        settings.put("millrace.app.name", job);
        settings.put("millrace.app.mainClass", spec.application().mainClass());
        String jar = jarPath(spec.application());
        if (jar != null) {
            settings.put("millrace.app.jar", jar);
        }
        List<String> args = spec.application().args();
        for (int i = 0; i < args.size(); i++) {
            settings.put("millrace.app.args." + i, args.get(i));
        }
        if (spec.batchInterval() != null) {
            settings.put("millrace.streaming.batchInterval", spec.batchInterval());
        }
        if (spec.checkpoint() != null && spec.checkpoint().interval() != null) {
            settings.put(
                    "millrace.streaming.checkpoint.interval", spec.checkpoint().interval());
        }
        settings.put("millrace.master", "cluster");
        // Pods may wait for a node, which is the operator's business to time
        settings.putIfAbsent("millrace.executor.registrationTimeout", "10m");
        settings.put("millrace.executor.instances", spec.executor().replicas().toString());
        settings.put("millrace.executor.cores", spec.executor().cores().toString());
        settings.put("millrace.driver.port", String.valueOf(PodFiles.RPC_PORT));
        settings.put("millrace.driver.address", new JobNames(job).driverService() + ":" + PodFiles.RPC_PORT);
        settings.put("millrace.rpc.tls.certificate", PodFiles.CERTIFICATE_FILE);
        settings.put("millrace.rpc.tls.privateKey", PodFiles.KEY_FILE);
        settings.put("millrace.rpc.tls.trustedCertificates", PodFiles.AUTHORITY_FILE);
        settings.put("millrace.control.port", String.valueOf(PodFiles.CONTROL_PORT));
        settings.put("millrace.local.dir", PodFiles.SCRATCH_DIRECTORY);
        // kubectl port-forward asks at the pod's loopback address, everyone else at the pod's own
        settings.put("millrace.status.host", "0.0.0.0");
        settings.put("millrace.status.port", String.valueOf(PodFiles.UI_PORT));
        return settings;
    }

    /** Whether others than the job's own pods may see the driver's pages, which every driver has. */
    static boolean showsPages(StreamingJobSpec spec) {
        boolean pages =
                spec.ui() != null && (spec.ui().service() != null || spec.ui().ingress() != null);
        return pages || (spec.monitoring() != null && spec.monitoring().enabled());
    }

    /** Path of the program's jar in the pods; null when its class is on the image's class path. */
    static @Nullable String jarPath(ApplicationSpec application) {
        String jar = application.jar();
        if (jar != null) {
            return jar.startsWith("local://")
                    ? jar.substring("local://".length())
                    : PodFiles.APPLICATION_DIRECTORY + "/" + PodFiles.FETCHED_JAR;
        }
        JarVolume volume = application.volume();
        return volume == null ? null : PodFiles.APPLICATION_DIRECTORY + "/" + volume.path();
    }

    /** The settings as the text of a properties file, the same at every call. */
    public static String text(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter writer = new StringWriter();
        try {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // without the comment with the time, and in order
        return writer.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }
}

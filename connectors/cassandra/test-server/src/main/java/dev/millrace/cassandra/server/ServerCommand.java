package dev.millrace.cassandra.server;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server. */
final class ServerCommand {
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "jdk.unsupported/sun.misc");
    private static final List<String> OPENS = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal",
            "java.rmi/sun.rmi.transport.tcp");

    private ServerCommand() {}

    static List<String> of(Path javaHome, ServerFiles files, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        // a short life on few cores: no time for the optimizing compiler, nor for a concurrent collector's threads
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-Djdk.attach.allowAttachSelf=true", "-Djava.net.preferIPv4Stack=true"));
        EXPORTS.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
        OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        command.add("-Dcassandra.config=" + files.configuration().toUri());
        command.add("-Dcassandra.storagedir=" + files.data());
        command.add("-Dlogback.configurationFile=" + files.logging().toUri());
        command.add("-Dcassandra-foreground=true");
        // one node has nobody to wait for
        command.add("-Dcassandra.skip_wait_for_gossip_to_settle=0");
        command.add("-Dcassandra.ring_delay_ms=1");
        command.add("-Dcassandra.superuser_setup_delay_ms=0");
        // a loss of power does not matter, and the password is in the sources
        command.add("-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4");
        command.add("-Djava.io.tmpdir=" + files.data());
        command.add("-cp");
        command.add(ownClasses() + System.getProperty("path.separator") + classPath);
        command.add(ServerMain.class.getName());
        return command;
    }

    private static Path ownClasses() {
        try {
            return Path.of(ServerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where this class is", e);
        }
    }
}

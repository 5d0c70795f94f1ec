package dev.millrace.cli;

import java.util.ArrayList;
import java.util.List;

/** JVM options of driver and executors. */
final class JvmFlags {
    static final List<String> OF_CHILDREN = ofChildren(Runtime.version().feature());

    private JvmFlags() {}

    /** Options for a Java of this version. */
    static List<String> ofChildren(int java) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-Xshare:auto");
        flags.add("-Dfile.encoding=UTF-8");
        flags.add("-Dstdout.encoding=UTF-8");
        flags.add("-Dstderr.encoding=UTF-8");
        flags.add("-Dsun.stdout.encoding=UTF-8"); // the same for Java 17
        flags.add("-Dsun.stderr.encoding=UTF-8");
        if (java >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=allow"); // Netty and Kryo use it, and Java warns at each start
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return List.copyOf(flags);
    }
}

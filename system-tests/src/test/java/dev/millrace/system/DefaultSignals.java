package dev.millrace.system;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that heed signals whatever this process ignores. A process has from its parent which signals it ignores: below
 * {@code nohup}, or as a job in the background, that would be the very ones that a test sends.
 */
final class DefaultSignals {
    private static final List<String> ENV = List.of("env", "--default-signal=HUP,INT,TERM");

    private DefaultSignals() {}

    static List<String> of(List<String> command) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return command; // env has no such option elsewhere
        }
        List<String> all = new ArrayList<>(ENV);
        all.addAll(command);
        return all;
    }
}

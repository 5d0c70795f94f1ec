package dev.millrace.streaming;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.streaming.scheduler.StreamingListener;
import java.util.ArrayList;
import java.util.List;

/** Makes the listeners that the configuration names. */
final class ExtraListeners {
    private ExtraListeners() {}

    static List<StreamingListener> of(MillraceConf conf) {
        List<StreamingListener> listeners = new ArrayList<>();
        String names = conf.find(MillraceConfig.EXTRA_LISTENERS).orElse("");
        for (String name : names.split(",", -1)) {
            if (!name.isBlank()) {
                listeners.add(make(name.trim()));
            }
        }
        return listeners;
    }

    private static StreamingListener make(String name) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(name, true, loader)
                    .asSubclass(StreamingListener.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    MillraceConfig.EXTRA_LISTENERS.key() + ": expected a class on the class path that implements "
                            + StreamingListener.class.getName()
                            + " and has a public constructor without arguments, found \"" + name + "\" (" + e + ")",
                    e);
        }
    }
}

package dev.millrace.runtime;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a user's jar child-first: what the jar brings wins over what Millrace uses itself, so that a job can have its own
 * version of any library. Connectors are loaded beside it, with the versions of libraries that the jar brings. Java's own classes, Millrace's API, SLF4J and Micrometer's meters, which are shared with the
 * engine, always come from the parent.
 */
public final class UserClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    /** Name of every such loader; it shows in stack traces. */
    static final String NAME = "user";

    private static final List<String> SHARED = List.of(
            "java.",
            "dev.millrace.",
            "org.slf4j.",
            "io.micrometer.core.",
            "io.micrometer.common.",
            "io.micrometer.observation.");

    /** They measure libraries, which only the jar has; what the engine is given by them are meters. */
    private static final String BINDERS = "io.micrometer.core.instrument.binder.";

    private final ClassLoader parent;

    /** @param jars the user's jar and then, for what it does not have, those of the connectors */
    public UserClassLoader(List<URL> jars, ClassLoader parent) {
        super(NAME, jars.toArray(URL[]::new), parent);
        this.parent = parent;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = isShared(name) ? super.loadClass(name, false) : loadChildFirst(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> loadChildFirst(String name) throws ClassNotFoundException {
        try {
            return ClassLoader.getPlatformClassLoader().loadClass(name);
        } catch (ClassNotFoundException notOfThePlatform) {
            try {
                return findClass(name);
            } catch (ClassNotFoundException notInTheJar) {
                return parent.loadClass(name);
            }
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> resources = new ArrayList<>(Collections.list(findResources(name)));
        resources.addAll(Collections.list(parent.getResources(name)));
        return Collections.enumeration(resources);
    }

    /** Classes whose objects pass between the user's code and the engine. */
    private static boolean isShared(String name) {
        return SHARED.stream().anyMatch(name::startsWith) && !name.startsWith(BINDERS);
    }
}

package dev.millrace.scheduler;

/** Finds the classes of the tests but one, as the loader of a process whose class path lacks its jar. */
final class Hiding extends ClassLoader {
    private final String hidden;

    Hiding(Class<?> hidden) {
        super(hidden.getClassLoader());
        this.hidden = hidden.getName();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(hidden)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }
}

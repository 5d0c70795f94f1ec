package dev.millrace.runtime;

import dev.millrace.conf.Spelling;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The user's program: a class with a main method, in a jar or on the class path.
 *
 * @param jar the jar, null when the class is on the class path
 */
public record Program(@Nullable Path jar, String mainClass, List<String> arguments) {
    static final String JAR = "millrace.app.jar";
    static final String MAIN_CLASS = "millrace.app.mainClass";
    static final String ARGUMENT = "millrace.app.args.";

    /** Where users say it. */
    private static final String FIELD = "spec.application.mainClass: ";

    public Program {
        arguments = List.copyOf(arguments);
    }

    /**
     * The program that the settings name.
     *
     * @throws MillraceException when no main class is named
     */
    public static Program of(Map<String, String> settings) {
        String mainClass = settings.get(MAIN_CLASS);
        if (mainClass == null || mainClass.isBlank()) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION, MAIN_CLASS + " is not set: expected the class with the program's main");
        }
        List<String> arguments = new ArrayList<>();
        for (String next = settings.get(ARGUMENT + 0); next != null; next = settings.get(ARGUMENT + arguments.size())) {
            arguments.add(next);
        }
        return new Program(jar(settings), mainClass, arguments);
    }

    /**
     * A loader for the classes of the jar the settings name; {@code parent} itself when they name none.
     *
     * @throws MillraceException when the jar does not exist or is none
     */
    public static ClassLoader loader(Map<String, String> settings, ClassLoader parent) {
        Path jar = jar(settings);
        if (jar == null) {
            return parent;
        }
        if (!Files.isRegularFile(jar)) {
            throw unusable("no such jar: " + jar + "; build it, or correct the path", null);
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            List<URL> jars = new ArrayList<>();
            jars.add(Path.of(file.getName()).toUri().toURL());
            jars.addAll(Connectors.jars());
            return new UserClassLoader(jars, parent);
        } catch (MalformedURLException e) {
            throw unusable(jar + " is no path that classes can be loaded from", e);
        } catch (IOException e) {
            throw unusable(jar + " is not a readable jar: " + e.getMessage(), e);
        }
    }

    /**
     * Runs main in the calling thread.
     *
     * @throws MillraceException with {@link ErrorCode#PROGRAM} when there is no such class or main method
     * @throws Throwable what main throws
     */
    public void run(ClassLoader loader) throws Throwable {
        Method main = main(loader);
        try {
            main.invoke(null, (Object) arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private Method main(ClassLoader loader) {
        try {
            Method main = Class.forName(mainClass, false, loader).getDeclaredMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers()) || !Modifier.isPublic(main.getModifiers())) {
                throw unusable(FIELD + "the main method of " + mainClass + " is not public and static", null);
            }
            main.setAccessible(true);
            return main;
        } catch (ClassNotFoundException e) {
            throw unusable(
                    FIELD + "there is no class " + mainClass + (jar == null ? " on the class path" : " in " + jar)
                            + Spelling.closest(mainClass, classes())
                                    .map(name -> "; did you mean " + name + "?")
                                    .orElse(""),
                    e);
        } catch (NoSuchMethodException e) {
            throw unusable(FIELD + mainClass + " has no method public static void main(String[])", e);
        } catch (UnsupportedClassVersionError e) {
            throw unusable(
                    mainClass + " was compiled for a newer Java than the "
                            + Runtime.version().feature()
                            + " that runs it; compile it with --release "
                            + Runtime.version().feature()
                            + " or run a newer Java",
                    e);
        } catch (LinkageError e) {
            throw unusable(mainClass + " cannot be loaded: " + e, e);
        }
    }

    /** The classes of the jar that have a name of their own. */
    private List<String> classes() {
        if (jar == null) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable Path jar(Map<String, String> settings) {
        String jar = settings.get(JAR);
        return jar == null || jar.isBlank() ? null : Path.of(jar);
    }

    private static MillraceException unusable(String message, @Nullable Throwable cause) {
        return new MillraceException(ErrorCode.PROGRAM, message, cause);
    }
}

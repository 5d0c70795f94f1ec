package dev.millrace.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Runs an action when the process receives a signal. It goes through {@code sun.misc.Signal} of the module
 * {@code jdk.unsupported}, by reflection since the compiler refuses that class: a shutdown hook would not do, as it cannot
 * change the exit code.
 */
public final class Signals {
    private Signals() {}

    /**
     * Takes over the signal called {@code name} without its SIG, such as {@code TERM}; the action runs in a new thread at
     * each.
     *
     * @return whether this system has such a signal and lets it be handled
     */
    public static boolean handle(String name, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "handler of SIG" + name;
                default -> {
                    action.run();
                    yield null;
                }
            };
            Object handler =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, invocation);
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}

package dev.millrace.serializer;

import dev.millrace.function.Function0;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stands for a class of a user's jar, which a loader of its own defines. */
public final class SampleJob {
    public Object value() {
        return new Value(3);
    }

    public Object lambda() {
        return (Function0<String>) () -> "from lambda";
    }

    public Object proxy() {
        return Proxy.newProxyInstance(
                SampleJob.class.getClassLoader(), new Class<?>[] {Greeter.class, Serializable.class}, new Handler());
    }

    public Object array() {
        return new Value[] {new Value(1)};
    }

    interface Greeter {
        String greet();
    }

    record Value(int number) implements Serializable {}

    static final class Handler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return "hello";
        }
    }
}

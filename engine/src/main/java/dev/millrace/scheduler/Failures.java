package dev.millrace.scheduler;

import dev.millrace.error.MillraceException;
import dev.millrace.serializer.JavaSerialization;

/** Exceptions of tasks as bytes. One that cannot be serialized, or not be read back, arrives as its text. */
final class Failures {
    private Failures() {}

    /** Stands for an exception that did not survive the way to the driver. */
    static final class RemoteFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String text;

        RemoteFailure(String text, StackTraceElement[] trace) {
            super(text);
            this.text = text;
            setStackTrace(trace);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // must look like the exception that it stands for
        public String toString() {
            return text;
        }
    }

    static byte[] toBytes(Throwable failure) {
        Throwable plain = plain(failure);
        Object[] both = {JavaSerialization.serialize(plain), serialized(failure)};
        return JavaSerialization.serialize(both);
    }

    /** What is left of an exception without what it refers to. */
    private static Throwable plain(Throwable failure) {
        if (failure instanceof MillraceException known) {
            MillraceException plain = new MillraceException(known.code(), String.valueOf(known.getMessage()));
            plain.setStackTrace(known.getStackTrace());
            return plain;
        }
        return new RemoteFailure(failure.toString(), failure.getStackTrace());
    }

    private static byte[] serialized(Throwable failure) {
        try {
            return JavaSerialization.serialize(failure);
        } catch (MillraceException e) {
            return new byte[0];
        }
    }

    static Throwable fromBytes(byte[] bytes, ClassLoader loader) {
        Object[] both = (Object[]) JavaSerialization.deserialize(bytes, loader);
        byte[] exact = (byte[]) both[1];
        if (exact.length > 0) {
            try {
                return (Throwable) JavaSerialization.deserialize(exact, loader);
            } catch (MillraceException e) {
                // a class that only the executor has: its text will do
                return (Throwable) JavaSerialization.deserialize((byte[]) both[0], loader);
            }
        }
        return (Throwable) JavaSerialization.deserialize((byte[]) both[0], loader);
    }
}

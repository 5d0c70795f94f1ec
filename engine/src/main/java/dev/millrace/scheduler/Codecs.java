package dev.millrace.scheduler;

import java.util.function.Function;

/** One {@link MessageCodec} for each thread. Thread-safe. */
final class Codecs {
    private final ThreadLocal<MessageCodec> codecs;

    Codecs(ClassLoader loader) {
        this.codecs = ThreadLocal.withInitial(() -> new MessageCodec(loader));
    }

    <R> R with(Function<MessageCodec, R> use) {
        return use.apply(codecs.get());
    }
}

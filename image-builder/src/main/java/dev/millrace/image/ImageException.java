package dev.millrace.image;

import org.jspecify.annotations.Nullable;

/** An image cannot be built; the message says what is wrong and what to do about it. */
final class ImageException extends RuntimeException {
    ImageException(String message) {
        this(message, null);
    }

    ImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

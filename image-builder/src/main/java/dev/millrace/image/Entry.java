package dev.millrace.image;

import java.nio.file.Path;

/** What a layer holds at one path. Everything belongs to root, so that a process of another user cannot change it. */
sealed interface Entry {
    /** A directory; {@code mode} holds the permission bits, the sticky bit included. */
    record Directory(int mode) implements Entry {}

    /** A regular file with the content of {@code source}. */
    record File(Path source, int mode) implements Entry {}

    /** A regular file with this content. */
    final class Content implements Entry {
        private final byte[] bytes;
        private final int mode;

        /** The entry keeps {@code bytes}, which must not change any more. */
        Content(byte[] bytes, int mode) {
            this.bytes = bytes;
            this.mode = mode;
        }

        byte[] bytes() {
            return bytes;
        }

        int mode() {
            return mode;
        }
    }

    /** A symbolic link. */
    record Link(String target) implements Entry {}
}

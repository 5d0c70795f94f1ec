package dev.millrace.checkpoint;

/** Numbers for the files of a folder, from 0. Not thread-safe. */
final class FileNumbers {
    private int next;

    int take() {
        return next++;
    }
}

package dev.millrace.checkpoint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the files of a checkpoint. They sort in the order in which the files were made. */
final class Names {
    private static final Pattern EPOCH = Pattern.compile("(\\d{10})");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{10})-(\\d{8})");

    private Names() {}

    /** A file that grows: the epoch that wrote it, and its number there, from 0. */
    record Numbered(long epoch, int number) {}

    static String epoch(long epoch) {
        return String.format("%s/%010d", FileKind.EPOCH.folder(), epoch);
    }

    static String journal(long epoch, int number) {
        return numbered(FileKind.JOURNAL, epoch, number);
    }

    static String state(long epoch, int number) {
        return numbered(FileKind.STATE, epoch, number);
    }

    static String numbered(FileKind kind, long epoch, int number) {
        return String.format("%s/%010d-%08d", kind.folder(), epoch, number);
    }

    /** The epochs among the names of a folder; other files are passed over. */
    static List<Long> epochs(List<String> names) {
        return names.stream()
                .map(EPOCH::matcher)
                .filter(Matcher::matches)
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    /** The numbered files among the names of a folder; other files are passed over. */
    static List<Numbered> numbered(List<String> names) {
        return names.stream()
                .map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .map(match -> new Numbered(Long.parseLong(match.group(1)), Integer.parseInt(match.group(2))))
                .toList();
    }
}

package dev.millrace.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What processes hold, second by second: resident memory, threads and file descriptors as the kernel says, and now and then the
 * heap after a full collection. A process that leaks holds more in its last third than in its first. Thread-safe.
 */
final class Vitals {
    /** A younger JVM still loads classes, compiles, and fills its heap for the first time. */
    private static final Duration WARM = Duration.ofSeconds(15);
    /** A shorter life shows no trend, nor does one that is short beside the time that was watched: it gets work late, and still warms up. */
    private static final int FEWEST_SAMPLES = 20;

    private static final int LONGEST_TO_SHORTEST = 3;

    private static final Pattern USED = Pattern.compile("(?:heap|generation) .*used (\\d+)K");

    private record Sample(long residentKb, long threads, long files) {}

    /** One process from its start to its end. */
    private static final class Life {
        private final String role;
        private final long start = System.nanoTime();
        private final List<Sample> samples = new ArrayList<>();
        private final List<Long> heapsKb = new ArrayList<>();

        Life(String role) {
            this.role = role;
        }

        boolean isWarm() {
            return System.nanoTime() - start >= WARM.toNanos();
        }

        boolean tells(int longest) {
            return samples.size() >= Math.max(FEWEST_SAMPLES, longest / LONGEST_TO_SHORTEST);
        }
    }

    private final Map<Long, Life> lives = new LinkedHashMap<>();

    /** Looks at each of these processes once. */
    synchronized void look(Map<String, ProcessHandle> processes) {
        processes.forEach((role, process) -> {
            Life life = lives.computeIfAbsent(process.pid(), pid -> new Life(role));
            if (life.isWarm()) {
                try {
                    life.samples.add(sample(Path.of("/proc", String.valueOf(process.pid()))));
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        });
    }

    private static Sample sample(Path process) throws IOException {
        long resident = -1;
        long threads = -1;
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = number(line);
            } else if (line.startsWith("Threads:")) {
                threads = number(line);
            }
        }
        if (resident < 0 || threads < 0) {
            throw new IOException("it ends just now");
        }
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return new Sample(resident, threads, files.count());
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** Collects all garbage of a warm process, and notes what is left. A process that stands still, or ends, has no figure. */
    void collect(ProcessHandle process) throws IOException, InterruptedException {
        Life life;
        synchronized (this) {
            life = lives.get(process.pid());
        }
        if (life == null || !life.isWarm()) {
            return;
        }
        jcmd(process, "GC.run");
        Matcher used = USED.matcher(jcmd(process, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        synchronized (this) {
            if (sum > 0) {
                life.heapsKb.add(sum);
            }
        }
    }

    private static String jcmd(ProcessHandle process, String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("jcmd", ".txt");
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = jcmd.waitFor(10, TimeUnit.SECONDS);
            jcmd.destroyForcibly().waitFor();
            return ended ? Files.readString(output) : "";
        } finally {
            Files.delete(output);
        }
    }

    private int longest() {
        return lives.values().stream()
                .mapToInt(life -> life.samples.size())
                .max()
                .orElse(0);
    }

    /** The roles of which a process lived long enough to show a trend. */
    synchronized List<String> told() {
        int longest = longest();
        return lives.values().stream()
                .filter(life -> life.tells(longest))
                .map(life -> life.role)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Prints what each process that lived long enough held, and demands that it is flat: in the median of its last third not more
     * than a quarter and 32 MB above the first third in resident memory, 12 threads and 48 file descriptors; in its last heap not
     * more than a quarter and 8 MB above its first one. That many threads and descriptors an executor gets when partitions come to it
     * from one that was lost, each with a producer and a consumer.
     */
    synchronized void verifyFlat() {
        List<String> rising = new ArrayList<>();
        int longest = longest();
        lives.forEach((pid, life) -> {
            if (life.tells(longest)) {
                String name = life.role + " (" + pid + ", " + life.samples.size() + " s)";
                check(rising, name, "resident KB", thirds(life.samples, Sample::residentKb), 0.25, 32 << 10);
                check(rising, name, "threads", thirds(life.samples, Sample::threads), 0, 12);
                check(rising, name, "file descriptors", thirds(life.samples, Sample::files), 0, 48);
                if (life.heapsKb.size() > 1) {
                    check(rising, name, "heap KB after collections", life.heapsKb, 0.25, 8 << 10);
                }
            }
        });
        assertEquals(List.of(), rising, "what rises");
    }

    private static void check(
            List<String> rising, String who, String what, List<Long> values, double share, long more) {
        String line = who + ": " + what + " " + values;
        System.out.println(line);
        long first = values.get(0);
        if (values.get(values.size() - 1) > first + Math.round(share * first) + more) {
            rising.add(line);
        }
    }

    /** The medians of the first, the second and the last third. */
    private static List<Long> thirds(List<Sample> samples, ToLongFunction<Sample> figure) {
        List<Long> medians = new ArrayList<>();
        for (int third = 0; third < 3; third++) {
            List<Long> sorted = samples.subList(third * samples.size() / 3, (third + 1) * samples.size() / 3).stream()
                    .map(figure::applyAsLong)
                    .sorted()
                    .toList();
            medians.add(sorted.get(sorted.size() / 2));
        }
        return medians;
    }
}

package dev.millrace.examples.weather;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up readings; these are no measurements. The temperature of a station at a time is, in degrees,
 *
 * <pre>
 *   mean + 9 sin(2π (day of the year - 105) / 365) + 4 sin(2π (hour of the day - 9) / 24) + noise
 * </pre>
 *
 * with a mean for each station and noise that is even between -1 and 1 and depends on station and time alone: the same
 * arguments give the same readings.
 */
public final class GenerateReadings {
    static final List<String> STATIONS = List.of("harbour", "hill", "airport", "forest");
    private static final Duration STEP = Duration.ofMinutes(10);

    private GenerateReadings() {}

    /** Writes the last three days into a directory, a file for each hour, as if they came now. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        Instant end = Grain.HOUR.start(Instant.now());
        for (Instant hour = end.minus(Duration.ofDays(3)); hour.isBefore(end); hour = hour.plus(Duration.ofHours(1))) {
            String name = "readings-" + hour.getEpochSecond() + ".csv";
            Path made = Files.write(directory.resolve("." + name), lines(hour, hour.plus(Duration.ofHours(1))));
            Files.move(made, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The readings of all stations from one time to another one, by time. */
    static List<String> lines(Instant from, Instant to) {
        List<String> lines = new ArrayList<>();
        for (Instant time = from; time.isBefore(to); time = time.plus(STEP)) {
            for (int station = 0; station < STATIONS.size(); station++) {
                lines.add(new Reading(STATIONS.get(station), time, tenths(station, time)).toLine());
            }
        }
        return lines;
    }

    private static int tenths(int station, Instant time) {
        double day = time.atOffset(ZoneOffset.UTC).getDayOfYear();
        double hour = time.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 3600.0;
        double noise = new SplittableRandom(time.getEpochSecond() * 31 + station).nextDouble() * 2 - 1;
        double mean = 10.5 - 1.5 * station;
        double degrees = mean
                + 9 * Math.sin(2 * Math.PI * (day - 105) / 365)
                + 4 * Math.sin(2 * Math.PI * (hour - 9) / 24)
                + noise;
        return (int) Math.round(degrees * 10);
    }
}

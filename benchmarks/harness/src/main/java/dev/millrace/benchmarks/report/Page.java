package dev.millrace.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The page of the documentation that shows a run: what does not change from run to run is a resource beside this class. */
public final class Page {
    private static final String CLUSTER = "\n## On a cluster\n";

    private Page() {}

    /** The page as Markdown. */
    public static String of(Environment environment, Results results) {
        String versions = results.versions().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return template()
                .replace("${date}", environment.date().toString().substring(0, 10))
                .replace("${commit}", environment.commit())
                .replace("${cores}", String.valueOf(environment.cores()))
                .replace("${memory}", String.valueOf(environment.memoryGb()))
                .replace("${processor}", environment.processor())
                .replace("${kernel}", environment.kernel())
                .replace("${java}", environment.java())
                .replace("${versions}", versions)
                .replace("${rounds}", String.valueOf(results.rounds()))
                .replace("${tables}", Tables.of(results).strip());
    }

    /** A new page with that section of the one before that {@code e2e/figures} and not this run has measured. */
    public static String renewed(String before, String page) {
        int cluster = before.indexOf(CLUSTER);
        return cluster < 0 ? page : page.strip() + "\n" + before.substring(cluster);
    }

    private static String template() {
        try (InputStream template = Page.class.getResourceAsStream("benchmarks.md")) {
            if (template == null) {
                throw new IllegalStateException("benchmarks.md is not on the class path");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

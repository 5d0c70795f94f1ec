package dev.millrace.e2e.figures;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, as a table for people and as JSON.
 *
 * @param circumstances where and when, by name
 */
record Report(Map<String, String> circumstances, List<Series> series) {

    private static final List<String> HEADS = List.of("", "target", "median", "min to max", "n");

    /** A table in Markdown whose columns line up as plain text too. */
    String table() {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        series.forEach(each -> rows.add(row(each)));
        int[] widths = new int[HEADS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            append(text, row, widths);
            if (text.indexOf("|-") < 0) {
                appendRule(text, widths);
            }
        }
        return text.toString();
    }

    private static List<String> row(Series each) {
        String median = number(each.median()) + " " + each.unit();
        return List.of(
                each.title(),
                each.target(),
                each.isMissed() ? "**" + median + "**" : median,
                each.values().size() == 1 ? "" : number(each.least()) + " to " + number(each.most()),
                String.valueOf(each.values().size()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }

    private static void append(StringBuilder text, List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            text.append("| ")
                    .append(i == 0 ? row.get(i) + blanks : blanks + row.get(i))
                    .append(' ');
        }
        text.append("|\n");
    }

    private static void appendRule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append('|').append("-".repeat(widths[i] + (i == 0 ? 2 : 1))).append(i == 0 ? "" : ":");
        }
        text.append("|\n");
    }

    String json() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        circumstances.forEach(root::put);
        ArrayNode figures = root.putArray("figures");
        for (Series each : series) {
            ObjectNode figure = figures.addObject()
                    .put("title", each.title())
                    .put("unit", each.unit())
                    .put("target", each.target())
                    .put("median", each.median())
                    .put("min", each.least())
                    .put("max", each.most())
                    .put("missed", each.isMissed());
            ArrayNode values = figure.putArray("values");
            each.values().forEach(values::add);
        }
        return root.toPrettyString();
    }
}

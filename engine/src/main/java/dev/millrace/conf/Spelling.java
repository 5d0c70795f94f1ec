package dev.millrace.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key, or the class, that was probably meant by one that does not exist. */
public final class Spelling {
    private Spelling() {}

    /** The key with the same last part, else the closest one that is close enough to be a slip of the fingers. */
    public static Optional<String> closest(String key, Collection<String> keys) {
        String name = lastPart(key);
        return keys.stream()
                .filter(candidate -> lastPart(candidate).equalsIgnoreCase(name))
                .findFirst()
                .or(() -> keys.stream()
                        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                        .filter(candidate -> distance(key, candidate) <= Math.max(2, name.length() / 3)));
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Edit distance without regard to case: inserted, deleted, replaced and swapped neighbouring characters. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + replaced);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}

package dev.millrace.oracle;

import dev.millrace.function.Tuple2;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The values of test data, and what is known of each of them whatever operations made it: a {@linkplain #text text} that
 * is equal for equal values, and a {@linkplain #weight weight} that functions compute with. Neither depends on the order
 * of a group's values, because nothing promises one.
 */
final class Values {
    private static final int SIMPLE = 64;

    private Values() {}

    /** Orders values by type and size; nulls first. */
    static int compare(@Nullable Object first, @Nullable Object second) {
        int byWeight = Long.compare(weight(first), weight(second));
        return byWeight != 0 ? byWeight : text(first).compareTo(text(second));
    }

    /** The order of {@link #compare}, which can be sent. */
    static Comparator<Object> order() {
        return (Comparator<Object> & java.io.Serializable) Values::compare;
    }

    /** One of a few values without structure, which all may be keys; equal for equal numbers. */
    static @Nullable Object simple(long number) {
        int id = (int) Math.floorMod(number, (long) SIMPLE);
        if (id < 24) {
            return id - 8;
        }
        if (id < 36) {
            return "w" + (id - 24);
        }
        return switch (id) {
            case 36 -> null;
            case 37 -> "Aa"; // the same hash as BB
            case 38 -> "BB";
            case 39 -> "";
            case 40 -> Integer.MIN_VALUE;
            case 41 -> Long.MAX_VALUE;
            case 42 -> new Tuple2<>("pair", -1);
            case 43 -> List.of(1, 2);
            case 44 -> 0.5;
            case 45 -> Suit.HEARTS;
            case 46 -> Suit.SPADES;
            case 47 -> true;
            default -> new Clash(id);
        };
    }

    /** A random simple value: one of very few in most cases, so that keys meet. */
    static @Nullable Object random(SplittableRandom random, int variety) {
        int range = random.nextInt(4) == 0 ? 2 : variety;
        return simple(random.nextInt(Math.max(1, range)) * 7L);
    }

    /** A number that stands for the value; a {@link Long} stands for itself, so that sums of sums are sums. */
    static long weight(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value == null) {
            return 17;
        }
        if (value instanceof Integer number) {
            return 3L * number + 1;
        }
        if (value instanceof Tuple2<?, ?> pair) {
            return 31 * weight(pair._1()) + weight(pair._2()) + 5;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(inner -> 7 * weight(inner) + 2).orElse(11L);
        }
        if (value instanceof Iterable<?> all) {
            long sum = 23;
            for (Object element : all) {
                sum += mixed(weight(element));
            }
            return sum;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().hashCode();
        }
        return value.hashCode() * 13L + 3;
    }

    private static long mixed(long number) {
        return ((number ^ (number >>> 7)) * 0x9E3779B97F4A7C15L) >>> 20;
    }

    /** Equal for equal values and only for them; of a group, whatever the order of its values. */
    static String text(@Nullable Object value) {
        if (value instanceof Tuple2<?, ?> pair) {
            return "(" + text(pair._1()) + "," + text(pair._2()) + ")";
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(inner -> "some " + text(inner)).orElse("none");
        }
        if (value instanceof Iterable<?> all) {
            return texts(all).toString();
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((key, count) -> entries.add(new Tuple2<>(key, count)));
            return "map " + text(entries);
        }
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof Long) {
            return value + "L";
        }
        return String.valueOf(value);
    }

    /** The texts of all elements, sorted: equal for equal multisets. */
    static List<String> texts(Iterable<?> values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(text(value));
        }
        texts.sort(Comparator.naturalOrder());
        return texts;
    }

    /** The texts of all elements in their order. */
    static List<String> textsInOrder(Iterable<?> values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(text(value));
        }
        return texts;
    }
}

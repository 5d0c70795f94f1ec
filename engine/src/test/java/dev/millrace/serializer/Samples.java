package dev.millrace.serializer;

import dev.millrace.function.Tuple2;
import dev.millrace.function.Tuple3;
import dev.millrace.function.Tuple4;
import dev.millrace.serializer.SampleClasses.Bean;
import dev.millrace.serializer.SampleClasses.Box;
import dev.millrace.serializer.SampleClasses.Checked;
import dev.millrace.serializer.SampleClasses.Color;
import dev.millrace.serializer.SampleClasses.Counter;
import dev.millrace.serializer.SampleClasses.Custom;
import dev.millrace.serializer.SampleClasses.Derived;
import dev.millrace.serializer.SampleClasses.Everything;
import dev.millrace.serializer.SampleClasses.External;
import dev.millrace.serializer.SampleClasses.Point;
import dev.millrace.serializer.SampleClasses.Replaced;
import dev.millrace.serializer.SampleClasses.Scores;
import dev.millrace.serializer.SampleClasses.Shape;
import dev.millrace.serializer.SampleClasses.Single;
import dev.millrace.serializer.SampleClasses.Words;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;

/** Values of every kind that jobs hold. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "UnnecessaryStringBuilder"}) // jobs hold them all the same
final class Samples {
    private Samples() {}

    static Map<Integer, String> linked() {
        Map<Integer, String> map = new LinkedHashMap<>();
        for (int i : new int[] {5, 900, -3, 7, 0}) {
            map.put(i, "v" + i);
        }
        return map;
    }

    static Stream<Named<Object>> named() {
        return all().map(value -> Named.of(Equality.show(value), value));
    }

    private static Stream<Object> all() {
        return Stream.of(scalars(), times(), collections(), arrays(), classes()).flatMap(values -> values);
    }

    private static Stream<Object> scalars() {
        return Stream.of(
                "",
                "word",
                "Größe",
                "ÿ",
                "Ā",
                "日本語",
                "😀 pair",
                "lone high \ud83d",
                "\ude00 lone low",
                "nul \0 in it",
                "x".repeat(100_000),
                "ж".repeat(100_000),
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                Double.NaN,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                1.5f,
                Float.NaN,
                (short) -7,
                Byte.MIN_VALUE,
                'c',
                '\uffff',
                true,
                false,
                BigInteger.ZERO,
                BigInteger.valueOf(2).pow(500).negate(),
                new BigDecimal("0E-7"),
                new BigDecimal("0.00"),
                new BigDecimal("123456789012345678901234567890.1200"),
                BigDecimal.ONE,
                new UUID(1, -1),
                URI.create("http://example.org/a%20b?q=1#f"),
                Locale.ROOT,
                Locale.GERMANY,
                Locale.forLanguageTag("sr-Latn-RS-u-ca-japanese"),
                Currency.getInstance("EUR"),
                StandardCharsets.UTF_16LE,
                Pattern.compile("a+b", Pattern.CASE_INSENSITIVE),
                new StringBuilder("built"),
                new StringBuffer("buffered"),
                new AtomicLong(7),
                MathContext.DECIMAL64,
                InetSocketAddress.createUnresolved("example.org", 80),
                InetAddress.getLoopbackAddress(),
                Optional.of("x"),
                Optional.empty(),
                Optional.of(new Point(1, 2)),
                OptionalInt.of(4),
                OptionalLong.empty(),
                OptionalDouble.of(-0.5),
                String.class,
                int.class,
                long[].class,
                Point.class,
                new IllegalStateException("broken", new IOException("disk")));
    }

    private static Stream<Object> times() {
        ZonedDateTime repeated = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        return Stream.of(
                Duration.ofNanos(-1),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Instant.EPOCH,
                Instant.MIN,
                Instant.MAX,
                Instant.parse("1969-12-31T23:59:59.123456789Z"),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalDate.of(2026, 2, 28),
                LocalTime.MIN,
                LocalTime.MAX,
                LocalTime.NOON,
                LocalDateTime.of(-44, 3, 15, 1, 2, 3, 4),
                ZoneOffset.ofHoursMinutesSeconds(-3, -30, -15),
                ZoneOffset.MAX,
                ZoneId.of("Asia/Kathmandu"),
                ZoneId.of("UTC+02:00"),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.MIN),
                OffsetDateTime.MAX,
                repeated.withEarlierOffsetAtOverlap(),
                repeated.withLaterOffsetAtOverlap(),
                ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.UTC),
                Year.of(-5),
                YearMonth.of(2026, 12),
                MonthDay.of(2, 29),
                Period.of(-1, 30, 400),
                DayOfWeek.FRIDAY,
                Month.MAY,
                JapaneseDate.of(2020, 1, 2),
                new Date(-5),
                new java.util.GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.FRANCE),
                new GregorianCalendar(2026, 1, 1),
                TimeZone.getTimeZone("America/New_York"),
                new SimpleTimeZone(3600_000, "mine"),
                TimeUnit.DAYS);
    }

    private static Stream<Object> collections() {
        EnumMap<Color, Integer> enumMap = new EnumMap<>(Color.class);
        enumMap.put(Color.GREEN, 1);
        TreeMap<String, Integer> insensitive = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        insensitive.put("B", 1);
        insensitive.put("a", 2);
        Map<String, @Nullable Integer> withNulls = new HashMap<>();
        withNulls.put(null, 1);
        withNulls.put("n", null);
        Set<String> concurrent = Collections.newSetFromMap(new ConcurrentHashMap<>());
        concurrent.add("in");
        BitSet bits = new BitSet();
        bits.set(3, 200);
        PriorityQueue<String> queue = new PriorityQueue<>(Comparator.reverseOrder());
        queue.addAll(List.of("a", "c", "b"));
        return Stream.of(
                new ArrayList<>(),
                new ArrayList<>(Arrays.asList(1, null, "x", List.of(2.0))),
                List.of(),
                List.of(1),
                List.of(1, 2),
                List.of(1, 2, 3, new Point(1, 2)),
                List.of(1, 2, 3, 4).subList(1, 3),
                new ArrayList<>(List.of(1, 2, 3, 4)).subList(1, 3),
                Stream.of("a", null).toList(),
                Arrays.asList("a", null),
                Arrays.asList(1, 2),
                new LinkedList<>(List.of("a", "b")),
                new Vector<>(List.of("v")),
                new CopyOnWriteArrayList<>(List.of(1, 2)),
                new ArrayDeque<>(List.of(3, 1, 2)),
                queue,
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                new HashSet<>(Arrays.asList(1, null, "s")),
                new LinkedHashSet<>(List.of(9, 1, 500)),
                new TreeSet<>(List.of(3, 1, 2)),
                EnumSet.allOf(Color.class),
                EnumSet.noneOf(Color.class),
                Map.of(),
                Map.of(1, "a"),
                Map.of(1, "a", 2, "b"),
                new HashMap<>(Map.of("a", 1L)),
                withNulls,
                linked(),
                insensitive,
                new TreeMap<>(Map.of(2, "b", 1, "a")).headMap(2),
                enumMap,
                new EnumMap<>(Color.class),
                new ConcurrentHashMap<>(Map.of(1, 2)),
                new ConcurrentSkipListMap<>(Map.of(1, 2)),
                new Hashtable<>(Map.of(1, 2)),
                new AbstractMap.SimpleEntry<>("k", 1),
                Map.entry("k", 2),
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.singletonList(null),
                Collections.singletonMap("k", null),
                Collections.singleton(5),
                Collections.nCopies(3, "x"),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
                concurrent,
                bits,
                new Tuple2<>("a", 1),
                new Tuple2<>(new Tuple2<>(1, 2L), new Tuple2<>("x", List.of())),
                new Tuple3<>(1, 2, 3),
                new Tuple4<>("a", 'b', 3L, 4.0));
    }

    private static Stream<Object> arrays() {
        return Stream.of(
                new byte[0],
                new byte[] {1, -1},
                new short[] {1, -1},
                new char[] {'a', '\uffff'},
                new int[] {1, -1, Integer.MIN_VALUE},
                new long[] {1, -1, Long.MIN_VALUE},
                new float[] {1, Float.NaN},
                new double[] {1, -0.0},
                new boolean[] {true, false},
                new int[100_000],
                new String[] {"a", null, "日"},
                new Integer[] {1, null},
                new Object[] {1, "a", null, new int[] {1}},
                new Object[0],
                new int[][] {{1}, {}, {2, 3}},
                new Object[][] {{"a"}, {1}},
                new Point[] {new Point(1, 2), null},
                new Shape[0],
                new Color[] {Color.RED, Color.GREEN},
                new List<?>[] {List.of(1), new ArrayList<>(List.of(2))},
                new Number[] {1, 2.0, BigInteger.TEN},
                new Locale[] {Locale.GERMAN},
                new LocalDate[] {LocalDate.EPOCH});
    }

    private static Stream<Object> classes() {
        Bean bean = new Bean();
        bean.number = 5;
        bean.text = "bean";
        return Stream.of(
                Color.RED,
                Color.GREEN,
                new Point(1, -2),
                new Box<>("s"),
                new Box<>(new Box<>(List.of(new Point(3, 4)))),
                new Box<>(null),
                new Words(List.of("a", "b")),
                new Everything(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, null, new int[] {8}),
                new Checked(1),
                new Replaced("r"),
                bean,
                new Bean(),
                new Counter<>("private"),
                new Counter<>(Map.of("k", List.of(new Point(1, 2)))),
                new Derived("base", 2),
                new Scores("title", List.of(1, 2)),
                new Custom("content"),
                Single.INSTANCE,
                External.of("ext"));
    }
}

package dev.millrace.serializer;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classes such as jobs have, each with a difficulty of its own for serialization. */
final class SampleClasses {
    private SampleClasses() {}

    record Point(int x, int y) {}

    record Box<T>(@Nullable T content) {}

    record Words(List<String> list) {}

    @SuppressWarnings("ArrayRecordComponent") // as users write them
    record Everything(
            boolean truth,
            byte b,
            short s,
            char c,
            int i,
            long l,
            float f,
            double d,
            @Nullable String text,
            int[] ints) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Everything o
                    && truth == o.truth
                    && b == o.b
                    && s == o.s
                    && c == o.c
                    && i == o.i
                    && l == o.l
                    && Float.compare(f, o.f) == 0
                    && Double.compare(d, o.d) == 0
                    && Objects.equals(text, o.text)
                    && Arrays.equals(ints, o.ints);
        }

        @Override
        public int hashCode() {
            return i;
        }
    }

    record Checked(int positive) {
        Checked {
            if (positive <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    /** A record that replaces itself. */
    record Replaced(String name) implements Serializable {
        private Object writeReplace() {
            return new Token(name);
        }

        private record Token(String name) implements Serializable {
            private Object readResolve() {
                return new Replaced(name);
            }
        }
    }

    enum Color {
        RED,
        GREEN {
            @Override
            String shade() {
                return "dark";
            }
        };

        String shade() {
            return "plain";
        }
    }

    interface Shape {
        double area();
    }

    /** Private state, a final field, no constructor without arguments, not Serializable. */
    static final class Counter<T> {
        private final T held;
        private long count = 3;
        transient @Nullable Thread cached;

        Counter(T held) {
            this.held = held;
        }

        T held() {
            return held;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counter<?> o && count == o.count && Equality.equal(held, o.held);
        }

        @Override
        public int hashCode() {
            return (int) count;
        }
    }

    /** Fields of the same name in a class and its superclass. */
    static class Base {
        private final String name;

        Base(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Base o && o.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static final class Derived extends Base {
        private final int name;

        Derived(String base, int name) {
            super(base);
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other) && other instanceof Derived o && o.name == name;
        }

        @Override
        public int hashCode() {
            return name;
        }
    }

    /** A public bean, for which Kryo would generate accessors. */
    public static final class Bean {
        public int number;
        public @Nullable String text;
        public @Nullable Integer boxed;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean o
                    && number == o.number
                    && Objects.equals(text, o.text)
                    && Objects.equals(boxed, o.boxed);
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    static final class Node {
        final String name;
        final List<Node> next = new ArrayList<>();

        @Nullable
        Node self;

        @Nullable
        Object other;

        Node(String name) {
            this.name = name;
        }
    }

    static final class Outer {
        private final String name;

        Outer(String name) {
            this.name = name;
        }

        final class Inner {
            private final int number;

            Inner(int number) {
                this.number = number;
            }

            String text() {
                return name + " " + number;
            }
        }
    }

    /** A collection of a user's own, with state beside its elements. */
    static final class Scores extends ArrayList<Integer> {
        private static final long serialVersionUID = 1L;
        private final String title;

        Scores(String title, List<Integer> scores) {
            super(scores);
            this.title = title;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Scores o && title.equals(o.title) && super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    /** Writes itself. */
    static final class Custom implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Object content;
        private transient int length;

        Custom(Object content) {
            this.content = content;
            this.length = content.toString().length();
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            length = content.toString().length();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Custom o && content.equals(o.content) && length == o.length;
        }

        @Override
        public int hashCode() {
            return length;
        }
    }

    /** Of which there is one. */
    static final class Single implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Single INSTANCE = new Single();

        private Single() {}

        private Object readResolve() {
            return INSTANCE;
        }
    }

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private String text = "";

        public External() {}

        static External of(String text) {
            External external = new External();
            external.text = text;
            return external;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof External o && text.equals(o.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    record Unserializable(@Nullable Thread thread) {}
}

package dev.millrace.serializer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.function.Function;
import dev.millrace.function.Function0;
import dev.millrace.function.Tuple2;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClosureCheckTest {
    private static final String HERE = ClosureCheckTest.class.getName();

    private final int offset = 1;

    @Test
    void acceptsWhatCanBeSent() {
        int local = 3;
        List<String> words = List.of("a");
        Function<Integer, Integer> first = n -> n + local + words.size();
        Function<Integer, Integer> second = n -> first.call(n) * 2;
        assertDoesNotThrow(() -> ClosureCheck.check(second, "map"));
        assertDoesNotThrow(() -> ClosureCheck.check((Function<String, Integer>) String::length, "map"));
        assertDoesNotThrow(() -> ClosureCheck.check(new Enrich(null), "map"));
    }

    @Test
    void namesOperationCodeAndTheLineOfTheCaller() {
        Client client = new Client();
        MillraceException e = refused((Function0<Object>) () -> client);
        assertEquals(ErrorCode.NOT_SERIALIZABLE, e.code());
        assertMessage(e, "The function given to map at " + HERE + " (ClosureCheckTest.java:");
        assertMessage(e, "cannot be sent to executors: lambda in " + HERE + " captured argument 1");
        assertNotNull(e.getCause());
    }

    @Test
    void explainsACapturedThis() {
        MillraceException e = refused((Function<Integer, Integer>) n -> n + offset);
        assertMessage(
                e,
                "lambda in " + HERE + " captured argument 1 (" + HERE + " \"this\"): " + HERE + " is not Serializable."
                        + " The lambda uses a field or a method of its enclosing instance: copy the field to a local");
    }

    @Test
    void findsTheFieldOfACapturedThisThatIsSerializable() {
        MillraceException e = refused(new Service().function());
        assertMessage(
                e,
                "lambda in " + HERE + "$Service captured argument 1 (" + HERE
                        + "$Service \"this\") -> field client: " + HERE + "$Client is not Serializable. Make it a local"
                        + " constant that is Serializable, mark the field transient and create the object when it is"
                        + " first used, or create it inside mapPartitions.");
    }

    @Test
    void namesTheCapturedLocalByItsPosition() {
        int fine = 1;
        Client client = new Client();
        MillraceException e = refused((Function<Integer, String>) n -> client.name() + fine + n);
        assertMessage(e, "captured argument 1 (" + HERE + "$Client): " + HERE + "$Client is not Serializable");
    }

    @Test
    void findsNestedObjectsElementsAndEntries() {
        Map<String, Object> byName = new HashMap<>();
        byName.put("good", 1);
        byName.put("bad", new Object[] {1, Optional.empty(), new Enrich(new Client())});
        List<Object> list = List.of(new Tuple2<>("x", byName));
        MillraceException e = refused((Function0<Object>) () -> list);
        assertMessage(
                e,
                " -> element [0] -> field _2 -> value of key bad -> element [1]: java.util.Optional is not Serializable");
    }

    @Test
    void findsWhatALambdaWithinALambdaCaptured() {
        Client client = new Client();
        Function<Integer, String> inner = n -> client.name() + n;
        Function<Integer, String> outer = n -> inner.call(n) + "!";
        MillraceException e = refused(outer);
        assertMessage(
                e,
                "lambda in " + HERE + " captured argument 1 (lambda in " + HERE + ") captured argument 1 (" + HERE
                        + "$Client): ");
    }

    @Test
    void explainsALambdaOfATypeThatIsNotSerializable() {
        UnaryOperator<String> trim = s -> s + ".";
        MillraceException e = refused((Function<String, String>) s -> trim.apply(s));
        assertMessage(e, "captured argument 1 (lambda in " + HERE + "): lambda in " + HERE + " is not Serializable.");
        assertMessage(e, "Give the lambda a type of dev.millrace.function, or cast it to");
    }

    @Test
    void explainsTheReceiverOfAMethodReference() {
        MillraceException e = refused((Function0<String>) new Client()::name);
        assertMessage(e, "captured argument 1 (" + HERE + "$Client of the method reference ::name): ");
    }

    @Test
    void findsTheFieldOfAFunctionThatIsAClass() {
        assertMessage(refused(new Enrich(new Client())), HERE + "$Enrich -> field client: " + HERE + "$Client is not");
    }

    @Test
    void explainsTheEnclosingInstanceOfAnInnerClass() {
        MillraceException e = refused(new Inner());
        assertMessage(e, HERE + "$Inner -> field this$0 (the enclosing instance): " + HERE + " is not Serializable.");
        assertMessage(e, "Make the class static");
    }

    @Test
    void namesTheVariableThatAnAnonymousClassCaptured() {
        assertMessage(refused(anonymous(new Client())), " -> captured variable client: " + HERE + "$Client is not");
    }

    @Test
    void saysWhatASerializationMethodOfTheUserThrew() {
        MillraceException e = refused(new Moody());
        assertMessage(e, "Moody: java.lang.IllegalStateException: not today");
    }

    @Test
    void explainsNestingThatTheStackCannotHold() {
        Object nested = "core";
        for (int i = 0; i < 100_000; i++) {
            nested = new Object[] {nested};
        }
        Object captured = nested;
        assertMessage(refused((Function0<Object>) () -> captured), "is nested too deeply");
    }

    @Test
    void refusesAFunctionWithoutStateThatIsNotSerializable() {
        assertMessage(refused(new Client()), HERE + "$Client: " + HERE + "$Client is not Serializable");
        UnaryOperator<String> trim = s -> s + ".";
        assertMessage(refused(trim), "lambda in " + HERE + ": lambda in " + HERE + " is not Serializable");
    }

    @Test
    void ignoresTransientAndStaticFields() {
        Lazy lazy = new Lazy();
        lazy.client = new Client();
        assertDoesNotThrow(() -> ClosureCheck.check(lazy, "map"));
    }

    private static MillraceException refused(Object function) {
        return assertThrows(MillraceException.class, () -> ClosureCheck.check(function, "map"));
    }

    private static void assertMessage(MillraceException e, String part) {
        assertTrue(e.getMessage().contains(part), () -> e.getMessage() + "\n   does not contain\n" + part);
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    private static Function<String, String> anonymous(Client client) {
        return new Function<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String call(String value) {
                return value + client.name();
            }
        };
    }

    private static final class Client {
        String name() {
            return "client";
        }
    }

    private static final class Service implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // on purpose
        private final Client client = new Client();

        Function<String, String> function() {
            return s -> s + client.name();
        }
    }

    private static final class Enrich implements Function<String, String> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // on purpose
        private final @Nullable Client client;

        Enrich(@Nullable Client client) {
            this.client = client;
        }

        @Override
        public String call(String value) {
            return client == null ? value : value + client.name();
        }
    }

    private final class Inner implements Function<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer call(Integer value) {
            return value + offset;
        }
    }

    private static final class Moody implements Function0<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call() {
            return "";
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IllegalStateException("not today");
        }
    }

    private static final class Lazy implements Function0<String> {
        private static final long serialVersionUID = 1L;
        private static final Client SHARED = new Client();
        private transient @Nullable Client client;

        @Override
        public String call() {
            return (client == null ? SHARED : client).name();
        }
    }
}

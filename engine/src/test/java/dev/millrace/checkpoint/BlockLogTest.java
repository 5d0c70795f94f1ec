package dev.millrace.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.clock.ManualClock;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockLogTest {
    private final MemoryStorage storage = new MemoryStorage();

    private BlockLog open(long fileBytes) throws IOException {
        return new BlockLog(storage, Fence.take(storage, new ManualClock(0)), fileBytes);
    }

    private BlockLog open() throws IOException {
        return open(1 << 20);
    }

    private static BlockContent block(String uid, String content) {
        return new BlockContent(uid, content.length(), 10L * content.length(), content.getBytes(UTF_8));
    }

    private static List<String> contents(BlockLog log, List<LoggedBlock> blocks) {
        return blocks.stream()
                .map(block -> block.uid() + " " + new String(log.read(block.place()), UTF_8))
                .toList();
    }

    @Test
    void readsWhatItWrote() throws IOException {
        BlockLog log = open();
        List<BlockPlace> first = log.write(List.of(block("a", "one"), block("b", "two")));
        List<BlockPlace> second = log.write(List.of(block("a", "three")));
        assertArrayEquals("one".getBytes(UTF_8), log.read(first.get(0)));
        assertArrayEquals("two".getBytes(UTF_8), log.read(first.get(1)));
        assertArrayEquals("three".getBytes(UTF_8), log.read(second.get(0)));
        assertEquals(first.get(0).end(), first.get(1).start());
        assertEquals(first.get(1).end(), second.get(0).start());
        assertTrue(log.start().compareTo(first.get(0).start()) < 0);
    }

    @Test
    void theNextDriverHasAllBlocksInTheirOrderWithTheirCounts() throws IOException {
        open().write(List.of(block("a", "one"), block("b", "two")));
        open(1).write(List.of(block("a", "three")));
        BlockLog third = open();
        assertEquals(List.of("a one", "b two", "a three"), contents(third, third.recovered()));
        LoggedBlock last = third.recovered().get(2);
        assertEquals(5, last.records());
        assertEquals(50, last.bytes());
        assertTrue(last.place().end().compareTo(third.start()) < 0);
    }

    @Test
    void aBlockThatWasTornIsNoneAndThoseBeforeItAreThere() throws IOException {
        BlockLog log = open();
        int length =
                log.write(List.of(block("a", "one"), block("a", "two"))).get(1).length();
        for (int cut = 1; cut <= length; cut++) {
            storage.tear("received/0000000001-00000000", 1);
            BlockLog next = open();
            assertEquals(List.of("a one"), contents(next, next.recovered()), "bytes cut off: " + cut);
        }
    }

    @Test
    void aFileWithoutBlocksThatAreNeededGoes() throws IOException {
        open().write(List.of(block("a", "of the first driver")));
        BlockLog log = open(1);
        List<String> names = List.of("received/0000000002-00000000", "received/0000000002-00000001");
        LogPosition first = log.write(List.of(block("a", "one"))).get(0).end();
        LogPosition second = log.write(List.of(block("a", "two"))).get(0).start();
        log.removeBefore(new LogPosition(0, 0, 0));
        assertEquals(3, storage.list("received").size());
        log.removeBefore(first);
        assertEquals(
                names,
                List.copyOf(
                        storage.files.tailMap("received/").headMap("received/~").keySet()));
        log.removeBefore(second);
        assertEquals(
                names.subList(1, 2),
                List.copyOf(
                        storage.files.tailMap("received/").headMap("received/~").keySet()));
    }

    @Test
    void aBlockThatWasRemovedIsAClearError() throws IOException {
        open().write(List.of(block("a", "one")));
        BlockLog log = open();
        log.removeBefore(log.start());
        MillraceException e = assertThrows(
                MillraceException.class, () -> log.read(log.recovered().get(0).place()));
        assertEquals(ErrorCode.CHECKPOINT, e.code());
        assertTrue(e.getMessage().contains("received/0000000001-00000000"), e.getMessage());
        assertTrue(e.getMessage().contains("cannot go back"), e.getMessage());
    }

    @Test
    void aDriverThatWasReplacedWritesNoMore() throws IOException {
        BlockLog old = open();
        old.write(List.of(block("a", "one")));
        BlockLog newer = open();
        assertThrows(FencedException.class, () -> old.write(List.of(block("a", "two"))));
        assertThrows(FencedException.class, () -> old.write(List.of(block("a", "three"))));
        assertEquals(List.of("a one"), contents(newer, newer.recovered()));
    }

    /** Nobody is told that such a block is stored; whether a later driver finds it does not matter. */
    @Test
    void aDriverThatIsReplacedWhileItWritesDoesNotConfirm() throws IOException {
        BlockLog old = open();
        storage.afterWrite = name -> {
            if (name.startsWith("received/")) {
                storage.afterWrite = other -> {};
                open();
            }
        };
        assertThrows(FencedException.class, () -> old.write(List.of(block("a", "one"))));
    }

    @Test
    void nothingIsWrittenAfterAWriteThatFailed() throws IOException {
        BlockLog log = open();
        log.write(List.of(block("a", "one")));
        storage.beforeWrite = name -> {
            throw new IOException("no space left");
        };
        MillraceException e = assertThrows(MillraceException.class, () -> log.write(List.of(block("a", "two"))));
        assertEquals(ErrorCode.FILE, e.code());
        assertTrue(e.getMessage().contains("no space left"), e.getMessage());
        storage.beforeWrite = name -> {};
        assertThrows(MillraceException.class, () -> log.write(List.of(block("a", "three"))));
        BlockLog next = open();
        assertEquals(List.of("a one"), contents(next, next.recovered()));
    }

    @Test
    void damageIsAnError() throws IOException {
        BlockLog log = open();
        log.write(List.of(block("a", "one"), block("a", "two")));
        storage.files.get("received/0000000001-00000000")[40] ^= 1;
        MillraceException e = assertThrows(MillraceException.class, this::open);
        assertEquals(ErrorCode.CHECKPOINT, e.code());
    }
}

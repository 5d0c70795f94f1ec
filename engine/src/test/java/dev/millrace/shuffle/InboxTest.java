package dev.millrace.shuffle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final ShuffleKey SHUFFLE = new ShuffleKey(3, 7);

    private final Inbox inbox = new Inbox();
    private final AtomicInteger called = new AtomicInteger();

    @Test
    void whoWaitsIsCalledOnceWhenAllSendersHaveSent() {
        inbox.whenComplete(SHUFFLE, 2, 0, called::incrementAndGet);
        inbox.put(SHUFFLE, 2, 1, 0, "second");
        inbox.put(SHUFFLE, 2, 1, 0, "second again, by a task that ran twice");
        assertEquals(0, called.get());
        assertNull(inbox.get(SHUFFLE, 0));
        inbox.put(SHUFFLE, 2, 0, 0, "first");
        assertEquals(1, called.get());
        assertArrayEquals(new Object[] {"first", "second"}, inbox.get(SHUFFLE, 0));
        inbox.put(SHUFFLE, 2, 0, 0, "late");
        inbox.whenComplete(SHUFFLE, 2, 0, called::incrementAndGet);
        assertEquals(2, called.get());
        assertArrayEquals(new Object[] {"first", "second"}, inbox.get(SHUFFLE, 0));
    }

    @Test
    void aShuffleOfNoSendersIsComplete() {
        inbox.whenComplete(SHUFFLE, 0, 0, called::incrementAndGet);
        assertEquals(1, called.get());
        assertArrayEquals(new Object[0], inbox.get(SHUFFLE, 0));
    }

    @Test
    void partitionsShufflesAndVersionsAreApart() {
        inbox.put(SHUFFLE, 1, 0, 0, "a");
        inbox.put(SHUFFLE, 1, 0, 1, "b");
        inbox.put(new ShuffleKey(3, 8), 1, 0, 0, "c");
        inbox.put(new ShuffleKey(4, 7), 1, 0, 0, "d");
        assertArrayEquals(new Object[] {"a"}, inbox.get(SHUFFLE, 0));
        assertArrayEquals(new Object[] {"b"}, inbox.get(SHUFFLE, 1));
        assertArrayEquals(new Object[] {"c"}, inbox.get(new ShuffleKey(3, 8), 0));
        assertArrayEquals(new Object[] {"d"}, inbox.get(new ShuffleKey(4, 7), 0));
    }

    @Test
    void whatIsDecodedReplacesTheBytes() {
        inbox.put(SHUFFLE, 1, 0, 0, new byte[] {1});
        inbox.replace(SHUFFLE, 0, new Object[] {"decoded"});
        assertArrayEquals(new Object[] {"decoded"}, inbox.get(SHUFFLE, 0));
    }

    @Test
    void removalTakesThisVersionAndThoseBefore() {
        inbox.put(new ShuffleKey(3, 6), 1, 0, 0, "a");
        inbox.put(SHUFFLE, 1, 0, 0, "b");
        inbox.put(new ShuffleKey(3, 8), 1, 0, 0, "c");
        inbox.put(new ShuffleKey(4, 1), 1, 0, 0, "d");
        inbox.remove(new ShuffleKey[] {SHUFFLE});
        assertNull(inbox.get(SHUFFLE, 0));
        assertEquals(2, inbox.size());
    }

    @Test
    void whatIsSentAfterTheRemovalIsNotKept() {
        inbox.put(SHUFFLE, 2, 0, 0, "a");
        inbox.remove(new ShuffleKey[] {SHUFFLE});
        inbox.put(SHUFFLE, 2, 1, 0, "late");
        assertEquals(0, inbox.size());
    }

    @Test
    void whoWaitsForAShuffleThatIsRemovedIsCalled() {
        inbox.whenComplete(SHUFFLE, 2, 0, called::incrementAndGet);
        inbox.remove(new ShuffleKey[] {SHUFFLE});
        assertEquals(1, called.get());
        assertNull(inbox.get(SHUFFLE, 0));
        assertEquals(0, inbox.size());
    }

    @Test
    void whoComesAfterTheRemovalIsCalledAtOnce() {
        inbox.remove(new ShuffleKey[] {SHUFFLE});
        inbox.whenComplete(SHUFFLE, 2, 0, called::incrementAndGet);
        assertEquals(1, called.get());
        assertEquals(0, inbox.size());
    }

    @Test
    void versionsMayPassTheLargestNumber() {
        ShuffleKey last = new ShuffleKey(3, Integer.MAX_VALUE);
        ShuffleKey next = new ShuffleKey(3, Integer.MIN_VALUE);
        inbox.put(last, 1, 0, 0, "a");
        inbox.put(next, 1, 0, 0, "b");
        inbox.remove(new ShuffleKey[] {last});
        assertArrayEquals(new Object[] {"b"}, inbox.get(next, 0));
        inbox.remove(new ShuffleKey[] {next});
        inbox.put(last, 1, 0, 0, "late");
        assertEquals(0, inbox.size());
    }

    @Test
    void nothingIsKeptOfAStreamThatRunsForLong() {
        for (int id = 0; id < 100_000; id++) {
            ShuffleKey shuffle = new ShuffleKey(id, id);
            inbox.whenComplete(shuffle, 1, 0, called::incrementAndGet);
            inbox.put(shuffle, 1, 0, 0, "chunk");
            inbox.remove(new ShuffleKey[] {shuffle});
        }
        assertEquals(100_000, called.get());
        assertEquals(0, inbox.size());
        assertEquals(Inbox.REMEMBERED, inbox.remembered());
    }

    /** Removal, arrival and waiting at the same time: whoever waits is called once, and nothing stays. */
    @RepeatedTest(200)
    void removalMayComeAtAnyTime() throws Exception {
        CyclicBarrier start = new CyclicBarrier(3);
        Thread sender = started(start, () -> {
            inbox.put(SHUFFLE, 2, 0, 0, "a");
            inbox.put(SHUFFLE, 2, 1, 0, "b");
        });
        Thread receiver = started(start, () -> inbox.whenComplete(SHUFFLE, 2, 0, called::incrementAndGet));
        Thread remover = started(start, () -> inbox.remove(new ShuffleKey[] {SHUFFLE}));
        sender.join();
        receiver.join();
        remover.join();
        assertEquals(1, called.get());
        assertEquals(0, inbox.size());
    }

    private static Thread started(CyclicBarrier start, Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            work.run();
        });
        thread.start();
        return thread;
    }
}

package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.rdd.BlockId;
import dev.millrace.rdd.StorageLevel;
import dev.millrace.rpc.TestAuthority;
import dev.millrace.rpc.Transport;
import dev.millrace.shuffle.ShuffleKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What executors send each other, over sockets. */
class RemotePeersTest {
    private static final String HOST = "127.0.0.1";
    private static final BlockId BLOCK = new BlockId.OfRDD(3, 1);

    @TempDir
    private Path folder;

    private final List<Side> sides = new ArrayList<>();
    private TestAuthority authority;
    private Side first;
    private Side second;

    /** An executor, as far as others see it. */
    private final class Side {
        final Transport transport;
        final RemotePeers peers;
        final DriverMessage.Peer address;
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

        Side(int ordinal) throws Exception {
            transport = new Transport(
                    authority
                            .conf(folder, "executor-" + ordinal)
                            .set(MillraceConfig.HEARTBEAT_INTERVAL, "100ms")
                            .set(MillraceConfig.HEARTBEAT_TIMEOUT, "10s"),
                    1);
            peers = new RemotePeers(transport, new Codecs(getClass().getClassLoader()));
            InetSocketAddress listening = transport.listen(HOST, 0, peers);
            String name = "executor-" + ordinal + "-1";
            address = new DriverMessage.Peer(name, HOST, listening.getPort());
            peers.rename(name, "a driver");
            peers.deliverTo(this::receive, lost::add);
            sides.add(this);
        }

        private void receive(String from, PeerMessage message) {
            received.add(from + " " + message.getClass().getSimpleName());
            if (message instanceof PeerMessage.KeepBlock keep) {
                answer(from, new PeerMessage.BlockKept(keep.request(), true));
            } else if (message instanceof PeerMessage.FetchBlock fetch) {
                byte[] chunk = fetch.block().equals(BLOCK) ? new byte[] {1, 2} : null;
                answer(from, new PeerMessage.BlockFetched(fetch.request(), chunk));
            }
        }

        /** On a thread of its own, as the network thread must not wait for a connection. */
        private void answer(String to, PeerMessage message) {
            new Thread(() -> {
                        try {
                            peers.send(to, message);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .start();
        }
    }

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority();
        first = new Side(0);
        second = new Side(1);
        announce(first.address, second.address);
    }

    private void announce(DriverMessage.Peer... there) {
        sides.forEach(side -> side.peers.update(List.of(there)));
    }

    @AfterEach
    void close() {
        sides.forEach(side -> side.peers.close());
        sides.forEach(side -> side.transport.close());
    }

    private static PeerMessage data() {
        return new PeerMessage.ShuffleData(new ShuffleKey(1, 1), 1, 0, new int[] {0}, new byte[][] {{7}});
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(20, TimeUnit.SECONDS);
        assertNotNull(next, "nothing came within 20 s");
        return next;
    }

    @Test
    void theOthersAreKnownByName() {
        assertEquals(List.of("executor-1-1"), first.peers.names());
        assertEquals(List.of("executor-0-1"), second.peers.names());
    }

    @Test
    void aBlockIsFetchedIfItIsThere() throws Exception {
        assertArrayEquals(
                new byte[] {1, 2}, first.peers.fetch("executor-1-1", BLOCK).get(20, TimeUnit.SECONDS));
        assertNull(first.peers.fetch("executor-1-1", new BlockId.OfRDD(3, 2)).get(20, TimeUnit.SECONDS));
        assertNull(first.peers.fetch("executor-7-1", BLOCK).get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoKeepsABlockSaysSo() throws Exception {
        assertTrue(first.peers
                .ask("executor-1-1", new PeerMessage.KeepBlock(0, BLOCK, StorageLevel.MEMORY_ONLY, new byte[1]))
                .get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoIsAskedAndThenLostHasNoAnswer() throws Exception {
        second.peers.deliverTo((from, message) -> second.received.add("ignored"), lost -> {});
        CompletableFuture<Boolean> answer = first.peers.ask(
                "executor-1-1", new PeerMessage.KeepBlock(0, BLOCK, StorageLevel.MEMORY_ONLY, new byte[1]));
        assertEquals("ignored", next(second.received));
        assertFalse(answer.isDone());
        announce(first.address);
        assertFalse(answer.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aConnectionThatEndsIsReported() throws Exception {
        first.peers.send("executor-1-1", data());
        assertEquals("executor-0-1 ShuffleData", next(second.received));
        second.transport.close();
        assertEquals("executor-1-1", next(first.lost));
    }

    @Test
    void anExecutorThatIsThereButNotReachedIsReported() throws Exception {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }
        announce(first.address, new DriverMessage.Peer("executor-2-1", HOST, free));
        first.peers.send("executor-2-1", data());
        assertEquals("executor-2-1", next(first.lost));
    }

    @Test
    void anExecutorThatWasLostIsNotReported() throws Exception {
        first.peers.send("executor-1-1", data());
        next(second.received);
        announce(first.address);
        second.transport.close();
        first.peers.send("executor-1-1", data());
        assertNull(first.lost.peek());
    }

    @Test
    void aNewRegistrationHasANewName() throws Exception {
        first.peers.send("executor-1-1", data());
        assertEquals("executor-0-1 ShuffleData", next(second.received));
        first.peers.close();
        first.peers.deliverTo((from, message) -> {}, first.lost::add);
        first.peers.rename("executor-0-2", "a driver");
        announce(new DriverMessage.Peer("executor-0-2", HOST, first.address.port()), second.address);
        first.peers.send("executor-1-1", data());
        assertEquals("executor-0-2 ShuffleData", next(second.received));
    }

    /** Its shuffle 1 is another one than ours. */
    @Test
    void whatComesFromAnExecutorOfAnotherDriverIsRefused() throws Exception {
        first.peers.send("executor-1-1", data());
        assertEquals("executor-0-1 ShuffleData", next(second.received));
        second.peers.close();
        second.peers.deliverTo(second::receive, second.lost::add);
        second.peers.rename("executor-1-1", "another driver");
        first.peers.send("executor-1-1", data());
        assertEquals("executor-1-1", next(first.lost), "on a connection from before");
        first.peers.send("executor-1-1", data());
        assertEquals("executor-1-1", next(first.lost), "on a new connection");
        assertNull(second.received.peek());
    }

    /** With one network thread: were it to wait for the connection, which it has to open itself, neither would go on. */
    @Test
    void newsOfTheDriverDoNotWaitForAConnection() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            announce(first.address, second.address, new DriverMessage.Peer("executor-2-1", HOST, mute.getLocalPort()));
            Thread sender = new Thread(() -> {
                try {
                    first.peers.send("executor-2-1", data());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            try (Socket accepted = mute.accept()) {
                FutureTask<Boolean> news = new FutureTask<>(() -> {
                    first.peers.update(List.of(first.address, second.address));
                    return true;
                });
                new Thread(news).start();
                assertTrue(news.get(4, TimeUnit.SECONDS));
                assertTrue(accepted.isConnected());
            }
            sender.join(20_000);
            await().until(() -> !sender.isAlive());
        }
    }
}

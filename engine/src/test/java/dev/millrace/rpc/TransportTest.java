package dev.millrace.rpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections over real sockets: who is let in, what arrives, and how they end. */
class TransportTest {
    private static final String HOST = "127.0.0.1";
    private static final int LARGEST = 8 << 20;

    @TempDir
    private Path folder;

    private final List<Transport> transports = new ArrayList<>();
    private final Recorder server = new Recorder();
    private final Recorder client = new Recorder();
    private TestAuthority authority;
    private String silence = "20s";

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority();
    }

    @AfterEach
    void closeAll() {
        transports.forEach(Transport::close);
    }

    private Transport transport(TestAuthority of, String name) throws Exception {
        Transport transport = new Transport(
                of.conf(folder, name)
                        .set(MillraceConfig.HEARTBEAT_INTERVAL, "50ms")
                        .set(MillraceConfig.HEARTBEAT_TIMEOUT, silence),
                2,
                LARGEST);
        transports.add(transport);
        return transport;
    }

    private InetSocketAddress listen() throws Exception {
        return transport(authority, "driver").listen(HOST, 0, server);
    }

    private Connection connect(InetSocketAddress address) throws Exception {
        return transport(authority, "executor-0").connect(HOST, address.getPort(), client);
    }

    private SSLContext executor() throws Exception {
        return authority.context(authority.issue("executor-0"));
    }

    /** A peer that has greeted and been greeted. */
    private RawPeer rawPeer(InetSocketAddress address) throws Exception {
        RawPeer peer = RawPeer.tls(address, executor());
        peer.greet(1);
        assertEquals("MRPC\0\0\0\1", peer.greeting());
        Recorder.next(server.opened);
        return peer;
    }

    // Who is let in

    @Test
    void eachSideKnowsTheOtherByItsCertificate() throws Exception {
        Connection toDriver = connect(listen());
        assertEquals("driver", toDriver.peer());
        assertEquals("executor-0", Recorder.next(server.opened).peer());
        assertEquals("driver", Recorder.next(client.opened).peer());
    }

    @Test
    void aPeerOfAnotherAuthorityIsRefused() throws Exception {
        InetSocketAddress address = listen();
        Transport stranger = transport(new TestAuthority(), "executor-0");
        assertThrows(IOException.class, () -> stranger.connect(HOST, address.getPort(), client));
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void aPeerWithoutCertificateIsRefused() throws Exception {
        InetSocketAddress address = listen();
        assertNothingComes(address, authority.context(null));
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void aPeerOfAnotherAuthorityThatTrustsThisOneIsRefused() throws Exception {
        InetSocketAddress address = listen();
        assertNothingComes(address, authority.context(new TestAuthority().issue("executor-0")));
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void plainTextIsRefused() throws Exception {
        InetSocketAddress address = listen();
        try (RawPeer peer = RawPeer.plain(address)) {
            peer.out.writeBytes("GET / HTTP/1.1\r\nHost: driver\r\n\r\n");
            peer.out.flush();
            peer.drain();
        }
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void whoeverHangsUpIsForgotten() throws Exception {
        InetSocketAddress address = listen();
        RawPeer.plain(address).close();
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void aClientOfAnotherVersionIsRefused() throws Exception {
        InetSocketAddress address = listen();
        try (RawPeer peer = RawPeer.tls(address, executor())) {
            peer.greet(2);
            assertEquals(12, peer.drain(), "the greeting, which tells the other side our version, and no more");
        }
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void aPeerOfAnotherProtocolIsRefused() throws Exception {
        InetSocketAddress address = listen();
        try (RawPeer peer = RawPeer.tls(address, executor())) {
            peer.out.writeInt(3);
            peer.out.write(new byte[3]);
            peer.out.flush();
            peer.drain();
        }
        assertOnlyTheNextIsLetIn(address);
    }

    @Test
    void aServerOfAnotherVersionIsNamed() throws Exception {
        SSLContext context = authority.context(authority.issue("driver"));
        try (SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Long> serving = inBackground(() -> {
                try (RawPeer peer = RawPeer.accepted((SSLSocket) listening.accept())) {
                    peer.greet(7);
                    return peer.drain();
                }
            });
            Transport transport = transport(authority, "executor-0");
            IOException refused =
                    assertThrows(IOException.class, () -> transport.connect(HOST, listening.getLocalPort(), client));
            assertTrue(
                    refused.getMessage().contains("speaks version 7 of the protocol, this one version 1"),
                    refused.getMessage());
            assertEquals(12, serving.get(20, TimeUnit.SECONDS));
            assertNull(client.opened.peek());
        }
    }

    /** The other side may close while this one still shakes hands. */
    private static void assertNothingComes(InetSocketAddress address, SSLContext context) {
        try (RawPeer peer = RawPeer.tls(address, context)) {
            assertNothingComes(peer);
        } catch (IOException e) {
            return; // refused already
        }
    }

    private static void assertNothingComes(RawPeer peer) {
        try {
            peer.greet(1);
        } catch (IOException e) {
            return; // refused already
        }
        assertEquals(0, peer.drain());
    }

    private void assertOnlyTheNextIsLetIn(InetSocketAddress address) throws Exception {
        Connection welcome = connect(address);
        assertEquals(welcome, Recorder.next(client.opened));
        welcome.send(new byte[] {1});
        assertArrayEquals(new byte[] {1}, Recorder.next(server.frames));
        assertEquals("executor-0", Recorder.next(server.opened).peer());
        assertNull(server.opened.peek());
        assertNull(server.closed.peek());
    }

    // What arrives

    @Test
    void framesArriveWholeAndInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Connection connection = connect(listen());
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] frame = new byte[1 + (i % 40 == 0 ? random.nextInt(1 << 20) : random.nextInt(2_000))];
            random.nextBytes(frame);
            sent.add(frame);
            connection.send(frame);
        }
        for (byte[] frame : sent) {
            assertArrayEquals(frame, Recorder.next(server.frames), "seed " + seed);
        }
    }

    @Test
    void aLazyFrameGoesOutBeforeTheNextOne() throws Exception {
        Connection connection = connect(listen());
        for (int i = 0; i < 100; i += 2) {
            connection.sendLazily(new byte[] {(byte) i});
            connection.send(new byte[] {(byte) (i + 1)});
        }
        for (byte i = 0; i < 100; i++) {
            assertArrayEquals(new byte[] {i}, Recorder.next(server.frames));
        }
    }

    @Test
    void aLazyFrameGoesOutWithTheNextSignOfLife() throws Exception {
        Connection connection = connect(listen());
        connection.sendLazily(new byte[] {7});
        assertArrayEquals(new byte[] {7}, Recorder.next(server.frames));
    }

    @Test
    void closeSendsLazyFramesToo() throws Exception {
        Connection connection = connect(listen());
        connection.sendLazily(new byte[] {7});
        connection.close();
        assertArrayEquals(new byte[] {7}, Recorder.next(server.frames));
        Recorder.next(server.closed);
    }

    @Test
    void framesOfEachThreadArriveInOrderWhenManySend() throws Exception {
        Connection connection = connect(listen());
        int threads = 4;
        int each = 2_000;
        List<FutureTask<Boolean>> senders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            senders.add(inBackground(() -> {
                for (int i = 0; i < each; i++) {
                    connection.sendPatiently(
                            ByteBuffer.allocate(8).putInt(number).putInt(i).array());
                }
                return true;
            }));
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            ByteBuffer frame = ByteBuffer.wrap(Recorder.next(server.frames));
            assertEquals(next[frame.getInt()]++, frame.getInt());
        }
        for (FutureTask<Boolean> sender : senders) {
            assertTrue(sender.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void theNetworkThreadDoesNotOvertakeOthers() throws Exception {
        int count = 4_000;
        AtomicInteger next = new AtomicInteger();
        Object turn = new Object();
        // answers each frame that comes in on its network thread, while the main thread sends on the same connection
        InetSocketAddress address = transport(authority, "driver").listen(HOST, 0, new ConnectionHandler() {
            @Override
            public void onOpen(Connection connection) {
                server.opened.add(connection);
            }

            @Override
            public void onFrame(Connection connection, byte[] frame) {
                numbered(connection, next, turn);
            }

            @Override
            public void onClosed(Connection connection, String reason) {
                server.closed.add(reason);
            }
        });
        Connection toServer = connect(address);
        Connection toClient = Recorder.next(server.opened);
        for (int i = 0; i < count; i++) {
            toServer.send(new byte[1]);
            numbered(toClient, next, turn);
        }
        for (int i = 0; i < 2 * count; i++) {
            assertEquals(i, ByteBuffer.wrap(Recorder.next(client.frames)).getInt());
        }
    }

    private static void numbered(Connection connection, AtomicInteger next, Object turn) {
        synchronized (turn) {
            connection.send(
                    ByteBuffer.allocate(4).putInt(next.getAndIncrement()).array());
        }
    }

    @Test
    void framesGoBothWays() throws Exception {
        Connection toDriver = connect(listen());
        Connection toExecutor = Recorder.next(server.opened);
        toExecutor.send(new byte[] {7, 8});
        assertArrayEquals(new byte[] {7, 8}, Recorder.next(client.frames));
        toDriver.send(new byte[] {9});
        assertArrayEquals(new byte[] {9}, Recorder.next(server.frames));
    }

    @Test
    void aFrameThatIsTooLargeIsNotSent() throws Exception {
        Connection connection = connect(listen());
        MillraceException refused = assertThrows(MillraceException.class, () -> connection.send(new byte[LARGEST + 1]));
        assertTrue(refused.getMessage().contains((LARGEST + 1) + " bytes"), refused.getMessage());
        assertThrows(MillraceException.class, () -> connection.sendPatiently(new byte[LARGEST + 1]));
        connection.send(new byte[LARGEST]);
        assertEquals(LARGEST, Recorder.next(server.frames).length);
    }

    @Test
    void aPeerThatSendsAFrameThatIsTooLargeIsCutOff() throws Exception {
        InetSocketAddress address = listen();
        try (RawPeer peer = rawPeer(address)) {
            peer.out.writeInt(LARGEST + 1);
            peer.out.flush();
            peer.drain();
            String reason = Recorder.next(server.closed);
            assertTrue(reason.contains("exceeds"), reason);
        }
    }

    @Test
    void aHandlerThatFailsLosesItsConnectionOnly() throws Exception {
        Transport driver = transport(authority, "driver");
        Recorder failing = new Recorder();
        InetSocketAddress address = driver.listen(HOST, 0, new ConnectionHandler() {
            @Override
            public void onFrame(Connection connection, byte[] frame) {
                if (frame[0] == 0) {
                    throw new IllegalStateException("bad frame");
                }
                failing.onFrame(connection, frame);
            }

            @Override
            public void onClosed(Connection connection, String reason) {
                failing.onClosed(connection, reason);
            }
        });
        Connection bad = connect(address);
        Connection good = connect(address);
        bad.send(new byte[] {0});
        assertTrue(Recorder.next(failing.closed).contains("bad frame"));
        good.send(new byte[] {5});
        assertArrayEquals(new byte[] {5}, Recorder.next(failing.frames));
        await().until(() -> !bad.isOpen());
        assertTrue(good.isOpen());
    }

    // A sender that is faster than its receiver

    @Test
    void aSlowReceiverSlowsAPatientSenderDown() throws Exception {
        silence = "60s";
        try (RawPeer peer = rawPeer(listenUnread())) {
            int frames = 64;
            AtomicInteger sent = new AtomicInteger();
            FutureTask<Boolean> sender = inBackground(() -> {
                for (int i = 0; i < frames; i++) {
                    toRawPeer.sendPatiently(new byte[1 << 20]);
                    sent.incrementAndGet();
                }
                return true;
            });
            awaitStill(sent);
            assertTrue(sent.get() < 40, sent + " of " + frames + " MiB were taken though nobody reads");
            long bytes = 0;
            while (bytes < (long) frames << 20) {
                int length = peer.in.readInt();
                peer.in.readFully(new byte[length]);
                bytes += length;
            }
            assertTrue(sender.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPatientSenderGoesOnWhenTheConnectionEnds() throws Exception {
        try (RawPeer peer = rawPeer(listenUnread())) {
            AtomicInteger sent = new AtomicInteger();
            FutureTask<Boolean> sender = inBackground(() -> {
                while (toRawPeer.isOpen()) {
                    toRawPeer.sendPatiently(new byte[1 << 20]);
                    sent.incrementAndGet();
                }
                return true;
            });
            awaitStill(sent);
            peer.hangUp();
            assertTrue(sender.get(20, TimeUnit.SECONDS));
        }
    }

    private static void awaitStill(AtomicInteger count) {
        int[] before = {-1};
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            int now = count.get();
            boolean still = now > 0 && now == before[0];
            before[0] = now;
            return still;
        });
    }

    private Connection toRawPeer;

    private InetSocketAddress listenUnread() throws Exception {
        Transport driver = transport(authority, "driver");
        return driver.listen(HOST, 0, new ConnectionHandler() {
            @Override
            public void onOpen(Connection connection) {
                toRawPeer = connection;
                server.onOpen(connection);
            }

            @Override
            public void onFrame(Connection connection, byte[] frame) {}

            @Override
            public void onClosed(Connection connection, String reason) {
                server.onClosed(connection, reason);
            }
        });
    }

    // Silence

    @Test
    void aSilentPeerIsGivenUp() throws Exception {
        silence = "2s"; // a busy machine takes its time for the handshake
        try (RawPeer peer = rawPeer(listen())) {
            assertEquals("silent for longer than the heartbeat timeout", Recorder.next(server.closed));
            assertTrue(peer.drain() > 0, "heartbeats came from the other side");
        }
    }

    @Test
    void aPeerThatNeverGreetsIsGivenUp() throws Exception {
        silence = "300ms";
        InetSocketAddress address = listen();
        try (RawPeer peer = RawPeer.tls(address, executor())) {
            peer.drain();
        }
        assertNull(server.opened.peek());
        assertNull(server.closed.peek());
    }

    @Test
    void heartbeatsKeepAnIdleConnection() throws Exception {
        silence = "2s"; // a busy machine may take a while for the handshake
        Connection connection = connect(listen());
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(connection::isOpen);
        connection.send(new byte[] {1});
        assertArrayEquals(new byte[] {1}, Recorder.next(server.frames));
        assertNull(server.closed.peek());
    }

    @Test
    void aPeerIsNotSilentWhileALargeFrameArrives() throws Exception {
        silence = "500ms";
        ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor();
        try (RawPeer peer = rawPeer(listen())) {
            int parts = 20;
            peer.out.writeInt(parts * 1_000);
            AtomicInteger sent = new AtomicInteger();
            ScheduledFuture<?> sending = line.scheduleAtFixedRate(
                    () -> {
                        if (sent.getAndIncrement() < parts) {
                            write(peer, new byte[1_000]);
                        }
                    },
                    0,
                    75,
                    TimeUnit.MILLISECONDS);
            assertEquals(parts * 1_000, Recorder.next(server.frames).length);
            assertFalse(sending.isDone(), "writing failed");
            assertNull(server.closed.peek());
        } finally {
            line.shutdownNow();
        }
    }

    private static void write(RawPeer peer, byte[] bytes) {
        try {
            peer.out.write(bytes);
            peer.out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // Ends

    @Test
    void closeSendsWhatIsToBeSentFirst() throws Exception {
        Connection connection = connect(listen());
        int frames = 300;
        for (int i = 0; i < frames; i++) {
            connection.send(ByteBuffer.allocate(100_000).putInt(i).array());
        }
        connection.close();
        for (int i = 0; i < frames; i++) {
            assertEquals(i, ByteBuffer.wrap(Recorder.next(server.frames)).getInt());
        }
        Recorder.next(server.closed);
        Recorder.next(client.closed);
        await().until(() -> !connection.isOpen());
        connection.send(new byte[] {1}); // is lost, and that is all
        assertTrue(server.frames.isEmpty());
    }

    @Test
    void bothSidesHearOnceThatTheConnectionEnded() throws Exception {
        Connection connection = connect(listen());
        Recorder.next(server.opened).close();
        Recorder.next(server.closed);
        Recorder.next(client.closed);
        await().until(() -> !connection.isOpen());
        transports.forEach(Transport::close);
        assertNull(server.closed.peek());
        assertNull(client.closed.peek());
    }

    @Test
    void noThreadIsLeftAfterClose() throws Exception {
        Connection connection = connect(listen());
        Recorder.next(server.opened);
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("millrace-net"))
                .toList();
        assertFalse(own.isEmpty());
        transports.forEach(Transport::close);
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
        assertFalse(connection.isOpen());
        Recorder.next(client.closed);
        Recorder.next(server.closed);
    }

    @Test
    void connectAfterCloseIsRefused() throws Exception {
        InetSocketAddress address = listen();
        Transport closed = transport(authority, "executor-0");
        closed.close();
        IOException refused = assertThrows(IOException.class, () -> closed.connect(HOST, address.getPort(), client));
        assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
    }

    @Test
    void anInterruptedConnectLeavesNoConnection() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Transport transport = transport(authority, "executor-0");
            FutureTask<Connection> connecting =
                    new FutureTask<>(() -> transport.connect(HOST, mute.getLocalPort(), client));
            Thread thread = new Thread(connecting);
            thread.start();
            try (RawPeer accepted = RawPeer.accepted(mute.accept())) {
                thread.interrupt();
                ExecutionException stopped =
                        assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
                assertTrue(stopped.getCause() instanceof InterruptedException, stopped.toString());
                accepted.drain(); // ends only when the other side has hung up
            }
        }
    }

    @Test
    void nobodyThereIsAnErrorAtOnce() throws Exception {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }
        Transport transport = transport(authority, "executor-0");
        IOException refused = assertThrows(IOException.class, () -> transport.connect(HOST, free, client));
        assertTrue(refused.getMessage().contains(HOST + ":" + free), refused.getMessage());
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        InetSocketAddress address = listen();
        Transport second = transport(authority, "driver");
        MillraceException refused =
                assertThrows(MillraceException.class, () -> second.listen(HOST, address.getPort(), server));
        assertEquals(ErrorCode.NETWORK, refused.code());
        assertTrue(refused.getMessage().contains(HOST + ":" + address.getPort()), refused.getMessage());
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        Transport transport = transport(authority, "driver");
        MillraceException refused =
                assertThrows(MillraceException.class, () -> transport.listen("no.such.host.invalid", 0, server));
        assertEquals(ErrorCode.NETWORK, refused.code());
        assertTrue(refused.getMessage().contains("no.such.host.invalid"), refused.getMessage());
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test-background");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}

package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import dev.millrace.rpc.Connection;
import dev.millrace.rpc.ConnectionHandler;
import dev.millrace.rpc.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections between executors: each sends on connections that it has opened, when it first has something to send,
 * and receives on those that others have opened. Thread-safe.
 */
final class RemotePeers implements PeerLinks, ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePeers.class);

    private static final long ANSWER_SECONDS = 30;
    private static final long RETRY_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Transport transport;
    private final Codecs codecs;
    private final Map<String, DriverMessage.Peer> addresses = new ConcurrentHashMap<>();
    private final Map<String, Connection> outgoing = new ConcurrentHashMap<>();
    /** Held by the thread that opens the connection to an executor; never by a network thread, which has to open it. */
    private final Map<String, ReentrantLock> opening = new ConcurrentHashMap<>();

    /** Executors that have opened a connection to this one. */
    private final Set<String> greeted = ConcurrentHashMap.newKeySet();

    private final Map<Long, Question> questions = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile String name = "";
    /** The driver that this executor works for; empty while there is none. */
    private volatile String driver = "";

    private volatile @Nullable BiConsumer<String, PeerMessage> receiver;
    private volatile @Nullable Consumer<String> lostLinks;

    /** What is attached to a connection that was opened here. */
    private record Outgoing(String executor) {}

    /** What is attached to a connection that another executor has opened. */
    private record Incoming(String executor, String driver) {}

    /** @param answer completes with null when the executor is lost, or does not answer in time */
    private record Question(String executor, CompletableFuture<@Nullable PeerMessage> answer) {}

    RemotePeers(Transport transport, Codecs codecs) {
        this.transport = transport;
        this.codecs = codecs;
    }

    /**
     * Sets who takes what arrives; what came before that is lost.
     *
     * @param lost told the name of an executor that is there, but that may not have received what was sent to it
     */
    void deliverTo(BiConsumer<String, PeerMessage> target, Consumer<String> lost) {
        receiver = target;
        lostLinks = lost;
    }

    /**
     * Takes the name that a driver has given. What comes from executors of another driver is refused from now on: its numbers
     * of shuffles and blocks mean something else.
     */
    void rename(String own, String givenBy) {
        name = own;
        driver = givenBy;
    }

    /**
     * The executors that are there now, this one among them.
     *
     * @return whether there are some that were not there before
     */
    boolean update(List<DriverMessage.Peer> peers) {
        Map<String, DriverMessage.Peer> next = new HashMap<>();
        peers.forEach(peer -> next.put(peer.executor(), peer));
        boolean anyNew = !addresses.keySet().containsAll(next.keySet());
        addresses.keySet().retainAll(next.keySet());
        addresses.putAll(next);
        opening.keySet().retainAll(next.keySet());
        greeted.retainAll(next.keySet());
        outgoing.keySet().forEach(executor -> {
            if (!next.containsKey(executor)) {
                disconnect(executor);
            }
        });
        unanswered(question -> !next.containsKey(question.executor()));
        return anyNew;
    }

    private void disconnect(String executor) {
        Connection connection = outgoing.remove(executor);
        if (connection != null) {
            connection.close();
        }
    }

    private void unanswered(java.util.function.Predicate<Question> which) {
        questions.forEach((id, question) -> {
            if (which.test(question) && questions.remove(id, question)) {
                question.answer().complete(null);
            }
        });
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(addresses.keySet());
        names.remove(name);
        names.sort(null);
        return names;
    }

    @Override
    public void connect() throws InterruptedException {
        for (String executor : names()) {
            connection(executor);
        }
    }

    @Override
    public void awaitOthers() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!greeted.containsAll(names()) && System.nanoTime() < deadline) {
            Thread.sleep(RETRY_MILLIS);
        }
    }

    @Override
    public void send(String executor, PeerMessage message) throws InterruptedException {
        Connection connection = connection(executor);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (connection == null && addresses.containsKey(executor) && System.nanoTime() < deadline) {
            Thread.sleep(RETRY_MILLIS); // the driver may be about to say that it is lost
            connection = connection(executor);
        }
        if (connection != null) {
            connection.sendPatiently(codecs.with(codec -> codec.encode(message)));
        } else {
            linkLost(executor);
        }
    }

    private void linkLost(String executor) {
        Consumer<String> listener = lostLinks;
        if (listener != null && addresses.containsKey(executor)) {
            listener.accept(executor);
        }
    }

    @Override
    public CompletableFuture<Boolean> ask(String executor, PeerMessage.KeepBlock message) throws InterruptedException {
        return question(
                        executor,
                        request ->
                                new PeerMessage.KeepBlock(request, message.block(), message.level(), message.chunk()))
                .thenApply(answer -> answer instanceof PeerMessage.BlockKept kept && kept.kept());
    }

    @Override
    public CompletableFuture<byte @Nullable []> fetch(String executor, BlockId block) throws InterruptedException {
        return question(executor, request -> new PeerMessage.FetchBlock(request, block))
                .thenApply(answer -> answer instanceof PeerMessage.BlockFetched fetched ? fetched.chunk() : null);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what follows the answer cannot fail
    private CompletableFuture<@Nullable PeerMessage> question(String executor, LongFunction<PeerMessage> numbered)
            throws InterruptedException {
        long request = requests.incrementAndGet();
        CompletableFuture<@Nullable PeerMessage> answer = new CompletableFuture<>();
        questions.put(request, new Question(executor, answer));
        answer.whenComplete((message, failure) -> questions.remove(request));
        Connection connection = connection(executor);
        if (connection == null) {
            answer.complete(null);
            return answer;
        }
        connection.sendPatiently(codecs.with(codec -> codec.encode(numbered.apply(request))));
        if (!addresses.containsKey(executor)) {
            unanswered(asked -> asked.executor().equals(executor));
        }
        return answer.completeOnTimeout(null, ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private void answered(long request, PeerMessage message) {
        Question question = questions.remove(request);
        if (question != null) {
            question.answer().complete(message);
        }
    }

    /** The connection to an executor, opened if there is none; null when it cannot be reached. */
    private @Nullable Connection connection(String executor) throws InterruptedException {
        Connection known = outgoing.get(executor);
        if (known != null && known.isOpen()) {
            return known;
        }
        ReentrantLock lock = opening.computeIfAbsent(executor, any -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            known = outgoing.get(executor);
            return known != null && known.isOpen() ? known : open(executor);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Connection open(String executor) throws InterruptedException {
        DriverMessage.Peer peer = addresses.get(executor);
        if (peer == null) {
            return null;
        }
        try {
            Connection opened = transport.connect(peer.host(), peer.port(), this);
            if (!opened.peer().startsWith("executor-")) {
                opened.close();
                throw new IOException(opened + " is no executor");
            }
            opened.attach(new Outgoing(executor));
            opened.send(codecs.with(codec -> codec.encode(new PeerMessage.Hello(name, driver))));
            outgoing.put(executor, opened);
            if (!opened.isOpen()) {
                linkLost(executor); // it may have ended before it was known whose it is
            }
            if (!addresses.containsKey(executor)) {
                disconnect(executor); // it was lost meanwhile
                return null;
            }
            return opened;
        } catch (IOException e) {
            LOG.warn("peer is not reached: executor={} reason={}", executor, e.toString());
            return null;
        }
    }

    @Override
    public void onFrame(Connection connection, byte[] frame) {
        PeerMessage message = codecs.with(codec -> codec.decodePeer(frame));
        if (message instanceof PeerMessage.Hello hello) {
            if (!connection.peer().startsWith("executor-") || !hello.executor().startsWith(connection.peer() + "-")) {
                LOG.warn("refused: peer={} says it is {}", connection, hello.executor());
                connection.close();
                return;
            }
            connection.attach(new Incoming(hello.executor(), hello.driver()));
            greeted.add(hello.executor());
        } else if (connection.attachment() instanceof Incoming from) {
            received(connection, from, message);
        }
    }

    private void received(Connection connection, Incoming from, PeerMessage message) {
        if (!from.driver().equals(driver)) {
            LOG.warn("refused: executor={} works for another driver", from.executor());
            connection.close(); // which it tells its driver
        } else if (message instanceof PeerMessage.BlockKept kept) {
            answered(kept.request(), kept);
        } else if (message instanceof PeerMessage.BlockFetched fetched) {
            answered(fetched.request(), fetched);
        } else {
            BiConsumer<String, PeerMessage> target = receiver;
            if (target != null) {
                target.accept(from.executor(), message);
            }
        }
    }

    @Override
    public void onClosed(Connection connection, String reason) {
        if (connection.attachment() instanceof Outgoing link) {
            outgoing.remove(link.executor(), connection);
            linkLost(link.executor());
        }
    }

    @Override
    public void close() {
        driver = "";
        receiver = null;
        lostLinks = null;
        // The next registration has another name, which others must hear on new connections.
        addresses.clear();
        greeted.clear();
        outgoing.keySet().forEach(this::disconnect);
        unanswered(question -> true);
    }
}

package dev.millrace.scheduler;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rpc.Connection;
import dev.millrace.rpc.ConnectionHandler;
import dev.millrace.rpc.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor process: registers with the driver, runs its tasks, and registers anew, with nothing kept, when the
 * connection is lost and comes back in time. It has one connection to one driver at a time, which it opens itself; another
 * driver may be at the address when it opens the next one, and one that is older than the last is refused.
 */
public final class ExecutorRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorRuntime.class);
    private static final long RETRY_MILLIS = 50;
    /** An older driver that was refused ends soon; until then a newer one may come to its address. */
    private static final long REFUSED_MILLIS = 500;

    private final MillraceConf conf;
    private final int ordinal;
    private final ClassLoader loader;
    private final Codecs codecs;
    private final DriverFence fence = new DriverFence();

    private ExecutorRuntime(MillraceConf conf, int ordinal, ClassLoader loader) {
        this.conf = conf;
        this.ordinal = ordinal;
        this.loader = loader;
        this.codecs = new Codecs(loader);
    }

    /**
     * Runs until the driver says that it is over, or is lost for too long.
     *
     * @param ordinal number of this executor, from 0; its certificate must be for {@code executor-<ordinal>}
     * @param userLoader where the classes of the job are found
     * @return exit code of the process: 0 when told to end, 3 when the driver was lost
     */
    public static int run(MillraceConf conf, int ordinal, ClassLoader userLoader) throws InterruptedException {
        return new ExecutorRuntime(conf, ordinal, userLoader).run();
    }

    private int run() throws InterruptedException {
        try (Transport transport = new Transport(conf, 2)) {
            RemotePeers peers = new RemotePeers(transport, codecs);
            String host = conf.get(MillraceConfig.EXECUTOR_HOST);
            InetSocketAddress address = transport.listen(host, 0, peers);
            while (true) {
                Session session = new Session(peers);
                Connection driver = connect(transport, session);
                if (driver == null) {
                    LOG.error(
                            "driver lost: not reached for {}={}; the executor ends",
                            MillraceConfig.EXECUTOR_DRIVER_TIMEOUT.key(),
                            conf.get(MillraceConfig.EXECUTOR_DRIVER_TIMEOUT));
                    return 3;
                }
                if (session.serve(driver, new ExecutorMessage.Register(ordinal, host, address.getPort(), cores()))) {
                    return 0;
                }
                if (session.refused) {
                    Thread.sleep(REFUSED_MILLIS);
                } else {
                    LOG.warn("connection to the driver lost: trying to register again");
                }
            }
        }
    }

    private int cores() {
        return conf.get(MillraceConfig.EXECUTOR_CORES);
    }

    /** Tries to reach the driver until it is there; null when it takes too long. */
    private @Nullable Connection connect(Transport transport, Session session) throws InterruptedException {
        long deadline = System.nanoTime()
                + conf.get(MillraceConfig.EXECUTOR_DRIVER_TIMEOUT).toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                String address = driverAddress();
                if (address != null) {
                    int colon = address.lastIndexOf(':');
                    Connection connection = transport.connect(
                            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), session);
                    if (!connection.peer().equals("driver")) {
                        connection.close();
                        throw new MillraceException(
                                ErrorCode.AUTHENTICATION,
                                address + " is not the driver: its certificate is for " + connection.peer());
                    }
                    return connection;
                }
            } catch (IOException e) {
                if (!e.toString().equals(last)) {
                    LOG.info("driver not reached yet: {}", e.toString());
                    last = e.toString();
                }
            }
            Thread.sleep(RETRY_MILLIS);
        }
        return null;
    }

    private @Nullable String driverAddress() throws IOException {
        String file = conf.find(MillraceConfig.DRIVER_ADDRESS_FILE).orElse(null);
        if (file != null) {
            return Files.exists(Path.of(file)) ? Files.readString(Path.of(file)).trim() : null;
        }
        String address = conf.get(MillraceConfig.DRIVER_ADDRESS);
        if (!address.matches(".+:\\d+")) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION,
                    MillraceConfig.DRIVER_ADDRESS.key() + ": expected host:port, found \"" + address + "\"");
        }
        return address;
    }

    /** One registration: from the connection to its end. Messages are carried out as they come, on the network thread. */
    private final class Session implements ConnectionHandler {
        private final RemotePeers peers;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable Executor executor;
        private volatile boolean told;
        /** Whether the driver is an older one: nothing that it says is done. */
        private volatile boolean refused;

        Session(RemotePeers peers) {
            this.peers = peers;
        }

        @Override
        public void onFrame(Connection connection, byte[] frame) {
            DriverMessage message = codecs.with(codec -> codec.decodeDriver(frame));
            Executor target = executor;
            if (refused) {
                return;
            }
            if (message instanceof DriverMessage.Epoch says) {
                check(connection, says.epoch());
            } else if (message instanceof DriverMessage.Shutdown) {
                told = true;
                over.countDown();
            } else if (message instanceof DriverMessage.Peers list) {
                if (peers.update(list.peers()) && target != null) {
                    target.peersJoined();
                }
            } else if (target != null) {
                if (message instanceof DriverMessage.Registered registered) {
                    peers.rename(registered.executor(), registered.driver());
                }
                target.handle(message);
            }
        }

        private void check(Connection connection, DriverEpoch epoch) {
            long newest = fence.newestAfter(epoch);
            if (newest > epoch.number()) {
                refused = true;
                LOG.warn("older driver refused: epoch={} newest={}", epoch.number(), newest);
                connection.send(codecs.with(codec -> codec.encode(new ExecutorMessage.Fenced(epoch, newest))));
                over.countDown();
            }
        }

        @Override
        public void onClosed(Connection connection, String reason) {
            LOG.debug("connection to the driver closed: {}", reason);
            over.countDown();
        }

        /** Serves the driver; true when it said that it is over. */
        boolean serve(Connection driver, ExecutorMessage.Register registration) throws InterruptedException {
            Executor tasks = new Executor(
                    "executor-" + ordinal,
                    Executor.Settings.of(conf, cores(), loader),
                    message -> driver.send(codecs.with(codec -> codec.encode(message))),
                    peers);
            try {
                tasks.rehearseBy(Rehearsal::run);
                executor = tasks;
                peers.deliverTo(
                        tasks::handle,
                        lost -> driver.send(codecs.with(codec -> codec.encode(new ExecutorMessage.LinkLost(lost)))));
                driver.send(codecs.with(codec -> codec.encode(registration)));
                over.await();
                return told;
            } finally {
                tasks.close();
                driver.close();
            }
        }
    }
}

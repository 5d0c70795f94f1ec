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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executors in processes of their own, which register with this driver. */
final class RemoteCluster implements Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteCluster.class);
    private static final long GOODBYE_MILLIS = 5_000;

    private final DagScheduler scheduler;
    private final Transport transport;
    private final Codecs codecs;
    private final Map<Integer, Handle> registered = new TreeMap<>();
    private final String id = UUID.randomUUID().toString();
    private Optional<DriverEpoch> epoch = Optional.empty();
    private int incarnations;

    private RemoteCluster(MillraceConf conf, DagScheduler scheduler) {
        this.scheduler = scheduler;
        this.transport = new Transport(conf, 2);
        this.codecs = new Codecs(ContextLoader.current());
    }

    /** Listens, says where, and waits for the executors. */
    static void start(MillraceConf conf, DagScheduler scheduler) {
        StateStores.require(conf, ContextLoader.current());
        RemoteCluster cluster = new RemoteCluster(conf, scheduler);
        try {
            String host = conf.get(MillraceConfig.DRIVER_HOST);
            InetSocketAddress address =
                    cluster.transport.listen(host, conf.get(MillraceConfig.DRIVER_PORT), cluster.new Handler());
            conf.find(MillraceConfig.DRIVER_ADDRESS_FILE)
                    .ifPresent(file -> publish(Path.of(file), host + ":" + address.getPort()));
            scheduler.runOn(cluster);
            LOG.info("driver listens: address={}:{}", host, address.getPort());
            scheduler.executors().await(scheduler.executors().desired());
        } catch (InterruptedException e) {
            cluster.close();
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for executors", e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static void publish(Path file, String address) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, address);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE, MillraceConfig.DRIVER_ADDRESS_FILE.key() + ": cannot write " + file + ": " + e, e);
        }
    }

    private final class Handle implements ExecutorHandle {
        private final String name;
        private final Connection connection;
        private final ExecutorMessage.Register registration;

        Handle(String name, Connection connection, ExecutorMessage.Register registration) {
            this.name = name;
            this.connection = connection;
            this.registration = registration;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int ordinal() {
            return registration.ordinal();
        }

        @Override
        public int cores() {
            return registration.cores();
        }

        @Override
        public String host() {
            return registration.host();
        }

        @Override
        public void send(DriverMessage message) {
            connection.send(codecs.with(codec -> codec.encode(message)));
        }

        @Override
        public void sendLazily(DriverMessage message) {
            connection.sendLazily(codecs.with(codec -> codec.encode(message)));
        }
    }

    private final class Handler implements ConnectionHandler {
        @Override
        public void onFrame(Connection connection, byte[] frame) {
            ExecutorMessage message = codecs.with(codec -> codec.decodeExecutor(frame));
            if (connection.attachment() instanceof Handle handle) {
                scheduler.handle(handle, message);
            } else if (message instanceof ExecutorMessage.Register register) {
                register(connection, register);
            }
        }

        @Override
        public void onClosed(Connection connection, String reason) {
            if (connection.attachment() instanceof Handle handle) {
                gone(handle, reason);
            }
        }
    }

    private void register(Connection connection, ExecutorMessage.Register register) {
        if (!connection.peer().equals("executor-" + register.ordinal())) {
            LOG.warn("refused: peer={} says it is executor {}", connection, register.ordinal());
            connection.close();
            return;
        }
        Handle before;
        Handle handle;
        synchronized (this) {
            String name = "executor-" + register.ordinal() + "-" + ++incarnations;
            handle = new Handle(name, connection, register);
            handle.send(new DriverMessage.Registered(handle.name(), id));
            epoch.map(DriverMessage.Epoch::new).ifPresent(handle::send);
            before = registered.put(register.ordinal(), handle);
        }
        connection.attach(handle);
        if (before != null) {
            scheduler.executorLost(before.name(), "replaced by a new process");
            before.connection.close();
        }
        synchronized (this) {
            announce();
        }
        LOG.info("executor registered: executor={} cores={}", handle.name(), handle.cores());
        scheduler.executorAdded(handle);
    }

    @Override
    public synchronized void setEpoch(Optional<DriverEpoch> own) {
        epoch = own;
        own.map(DriverMessage.Epoch::new)
                .ifPresent(message -> registered.values().forEach(handle -> handle.send(message)));
    }

    /** The scheduler hears it even of one that was replaced: it may have been made known to it only after that. */
    private void gone(Handle handle, String reason) {
        scheduler.executorLost(handle.name(), reason);
        synchronized (this) {
            if (registered.remove(handle.registration.ordinal(), handle)) {
                announce();
            }
        }
    }

    /** Tells all executors who is there; called with the lock, so that they hear it in the right order. */
    private void announce() {
        List<DriverMessage.Peer> peers = new ArrayList<>();
        for (Handle handle : registered.values()) {
            peers.add(new DriverMessage.Peer(handle.name(), handle.registration.host(), handle.registration.port()));
        }
        registered.values().forEach(handle -> handle.send(new DriverMessage.Peers(peers)));
    }

    @Override
    public void close() {
        List<Handle> all;
        synchronized (this) {
            all = new ArrayList<>(registered.values());
        }
        all.forEach(handle -> handle.send(new DriverMessage.Shutdown()));
        long deadline = System.nanoTime() + GOODBYE_MILLIS * 1_000_000;
        try {
            for (Handle handle : all) {
                while (handle.connection.isOpen() && System.nanoTime() < deadline) {
                    Thread.sleep(5);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.close();
    }
}

package dev.millrace.scheduler;

import dev.millrace.rdd.BlockId;
import dev.millrace.simulation.Life;
import dev.millrace.simulation.Line;
import dev.millrace.simulation.Simulation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An executor in a simulation: the process, its lines to the driver and the others, and its only thread. */
final class SimulatedExecutor implements ExecutorHandle, PeerLinks, Workers {
    private final SimulatedCluster cluster;
    private final Simulation simulation;
    private final Life life;
    private final String name;
    private final int ordinal;
    private final int cores;
    private final Line driver;
    private final Map<String, Line> peers = new HashMap<>();
    private final Map<Long, CompletableFuture<@Nullable PeerMessage>> questions = new HashMap<>();
    private final List<TaskRunner> runners = new ArrayList<>();
    private final Executor executor;
    private long requests;
    private boolean wakeUpIsDue;

    SimulatedExecutor(SimulatedCluster cluster, String name, int ordinal, int cores) {
        this.cluster = cluster;
        this.simulation = cluster.simulation;
        this.name = name;
        this.ordinal = ordinal;
        this.cores = cores;
        this.life = simulation.life(cluster.driver + "'s " + name);
        this.driver = new Line(
                simulation,
                cluster.driver,
                frame -> atDriver(cluster.codecs.with(codec -> codec.decodeExecutor(frame))),
                () -> cluster.lost(this, "the connection was lost"),
                life,
                this::fromDriver,
                this::kill);
        this.executor = new Executor(
                name,
                new Executor.Settings(
                        cores,
                        1L << 24,
                        Path.of(System.getProperty("java.io.tmpdir")),
                        SimulatedExecutor.class.getClassLoader(),
                        false),
                this::toDriver,
                this,
                this);
    }

    Life life() {
        return life;
    }

    /** The driver reads its checkpoint on a thread of its own: here it does so at some later time. */
    private void atDriver(ExecutorMessage message) {
        DagScheduler scheduler = cluster.scheduler();
        if (message instanceof ExecutorMessage.FetchBlock fetch) {
            simulation.after(
                    1 + simulation.random(500),
                    cluster.driver,
                    () -> send(scheduler.blockReader().answer(fetch.block())));
        } else {
            scheduler.handle(this, message);
        }
    }

    private void fromDriver(byte[] frame) {
        DriverMessage message = cluster.codecs.with(codec -> codec.decodeDriver(frame));
        if (message instanceof DriverMessage.Shutdown) {
            kill();
            return;
        }
        executor.handle(message);
        wakeUp();
    }

    private void toDriver(ExecutorMessage message) {
        life.check();
        driver.sendToFirst(
                cluster.codecs.with(codec -> codec.encode(message)), message instanceof ExecutorMessage.TaskSucceeded);
    }

    // The process

    /** The process ends, and its lines break. */
    void kill() {
        if (!life.isOver()) {
            life.end();
            driver.breakOff();
            peers.values().forEach(Line::breakOff);
        }
    }

    /** @param forGood whether both sides give each other up */
    void cutOff(long millis, boolean forGood) {
        driver.stall(millis);
        if (forGood) {
            simulation.after(1_000 * millis, simulation.world(), driver::breakOff);
        }
    }

    void release() {
        life.end();
        executor.close();
    }

    // What the driver knows it by

    @Override
    public String name() {
        return name;
    }

    @Override
    public int ordinal() {
        return ordinal;
    }

    @Override
    public int cores() {
        return cores;
    }

    @Override
    public boolean startsCold() {
        return false;
    }

    @Override
    public void send(DriverMessage message) {
        driver.sendToSecond(cluster.codecs.with(codec -> codec.encode(message)), false);
    }

    // Its only thread

    @Override
    public Thread start(String threadName, TaskRunner runner) {
        runners.add(runner);
        return new Thread(runner, threadName); // never started
    }

    @Override
    public ExecutorService serial(String threadName) {
        return new SimulatedSerial(simulation, life);
    }

    /** Who waits for a driver that has ended notices that. */
    @Override
    public void await(Future<?> answer) {
        simulation.waitUntil(life, () -> answer.isDone() || cluster.driver.isOver());
        if (cluster.driver.isOver()) {
            kill();
            life.check();
        }
    }

    private void wakeUp() {
        if (!wakeUpIsDue && executor.hasNext()) {
            wakeUpIsDue = true;
            simulation.after(10 + simulation.random(500), life, this::runTask);
        }
    }

    private void runTask() {
        wakeUpIsDue = false;
        if (!simulation.isTaskRunning() && executor.hasNext()) {
            TaskRunner runner = runners.get(simulation.random(runners.size()));
            simulation.runTask(() -> {
                try {
                    runner.runNext();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        wakeUp();
    }

    // Its way to the others

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(cluster.names());
        names.remove(name);
        return names;
    }

    private @Nullable Line line(String to) {
        Line known = peers.get(to);
        if (known != null && known.isOpen()) {
            return known;
        }
        SimulatedExecutor other = cluster.find(to);
        if (other == null || other.life.isOver()) {
            return null;
        }
        Line line = new Line(
                simulation,
                life,
                frame -> fromPeer(to, frame),
                () -> linkLost(to),
                other.life,
                frame -> other.fromPeer(name, frame),
                () -> other.linkLost(name));
        peers.put(to, line);
        other.peers.put(name, line);
        return line;
    }

    private void linkLost(String to) {
        List.copyOf(questions.values()).forEach(question -> question.complete(null));
        if (cluster.find(to) != null) {
            toDriver(new ExecutorMessage.LinkLost(to));
        }
    }

    private void fromPeer(String from, byte[] frame) {
        PeerMessage message = cluster.codecs.with(codec -> codec.decodePeer(frame));
        if (message instanceof PeerMessage.BlockKept kept) {
            answered(kept.request(), kept);
        } else if (message instanceof PeerMessage.BlockFetched fetched) {
            answered(fetched.request(), fetched);
        } else {
            executor.handle(from, message);
        }
        wakeUp();
    }

    private void answered(long request, PeerMessage answer) {
        CompletableFuture<@Nullable PeerMessage> question = questions.remove(request);
        if (question != null) {
            question.complete(answer);
        }
    }

    @Override
    public void send(String to, PeerMessage message) {
        life.check();
        Line line = line(to);
        if (line == null) {
            simulation.after(1 + simulation.random(50_000), life, () -> linkLost(to));
            return;
        }
        line.sendFrom(
                life, cluster.codecs.with(codec -> codec.encode(message)), message instanceof PeerMessage.ShuffleData);
    }

    private @Nullable PeerMessage ask(String to, LongFunction<PeerMessage> numbered) {
        long request = ++requests;
        CompletableFuture<@Nullable PeerMessage> answer = new CompletableFuture<>();
        questions.put(request, answer);
        send(to, numbered.apply(request));
        simulation.after(SimulatedCluster.ANSWER.toNanos() / 1_000, life, () -> answer.complete(null));
        simulation.waitUntil(life, answer::isDone);
        questions.remove(request);
        return answer.join();
    }

    @Override
    public CompletableFuture<Boolean> ask(String to, PeerMessage.KeepBlock message) {
        PeerMessage answer = ask(
                to, request -> new PeerMessage.KeepBlock(request, message.block(), message.level(), message.chunk()));
        return CompletableFuture.completedFuture(answer instanceof PeerMessage.BlockKept kept && kept.kept());
    }

    @Override
    public CompletableFuture<byte @Nullable []> fetch(String to, BlockId block) {
        PeerMessage answer = ask(to, request -> new PeerMessage.FetchBlock(request, block));
        return CompletableFuture.completedFuture(
                answer instanceof PeerMessage.BlockFetched fetched ? fetched.chunk() : null);
    }

    @Override
    public void close() {}
}

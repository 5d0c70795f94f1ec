package dev.millrace.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.DriverEpoch;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.rpc.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two drivers of one job take turns at one address, as when the first stands still, is replaced, and goes on: the executor
 * that has worked for the newer one does nothing for the older one any more.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TwoDriversTest {
    private static final AtomicInteger TASKS = new AtomicInteger();

    @TempDir
    private Path folder;

    private final List<MillraceContext> drivers = new ArrayList<>();
    private TestAuthority authority;
    private Relay relay;
    private Thread executor;

    @BeforeEach
    void start() throws Exception {
        TASKS.set(0);
        authority = new TestAuthority();
        relay = new Relay();
        MillraceConf conf = conf("executor-0").set(MillraceConfig.DRIVER_ADDRESS, relay.address());
        executor = new Thread(
                () -> {
                    try {
                        ExecutorRuntime.run(conf, 0, TwoDriversTest.class.getClassLoader());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the test is over
                    }
                },
                "test-executor");
        executor.start();
    }

    @AfterEach
    void stop() throws Exception {
        drivers.forEach(MillraceContext::stop);
        executor.interrupt();
        executor.join();
        relay.close();
    }

    private MillraceConf conf(String role) throws Exception {
        return authority
                .conf(folder, role)
                .setMaster("cluster")
                .setAppName("test")
                .set(MillraceConfig.LOCAL_DIR, folder.toString());
    }

    /** A driver that has the executor, as soon as the relay leads to it. */
    private MillraceContext driver(String name) throws Exception {
        Path address = address(name);
        MillraceConf conf = conf("driver").set(MillraceConfig.DRIVER_ADDRESS_FILE, address.toString());
        FutureTask<MillraceContext> starting = new FutureTask<>(() -> new MillraceContext(conf));
        new Thread(starting, "test-driver-" + name).start();
        await().until(() -> Files.exists(address));
        turnTo(name);
        MillraceContext driver = starting.get();
        drivers.add(driver);
        return driver;
    }

    private Path address(String name) {
        return folder.resolve(name + ".address");
    }

    private void turnTo(String name) throws Exception {
        relay.leadTo(Files.readString(address(name)));
    }

    private static void tellEpoch(MillraceContext driver, String checkpoint, long number) {
        driver.setDriverEpoch(Optional.of(new DriverEpoch(checkpoint, number)));
    }

    private static void runTask(MillraceContext driver) {
        driver.parallelize(List.of(1), 1).foreach(number -> TASKS.incrementAndGet());
    }

    @Test
    void anOlderDriverThatComesBackIsRefusedAndHearsWhy() throws Exception {
        MillraceContext older = driver("older");
        tellEpoch(older, "checkpoint", 1);
        runTask(older);
        MillraceContext newer = driver("newer");
        tellEpoch(newer, "checkpoint", 2);
        runTask(newer);
        assertEquals(2, TASKS.get());

        turnTo("older");
        MillraceException refused = assertThrows(MillraceException.class, () -> runTask(older));
        assertEquals(ErrorCode.FENCED, refused.code());
        assertTrue(refused.getMessage().contains("it has epoch 1 and is fenced by epoch 2"), refused.getMessage());
        assertThrows(MillraceException.class, () -> runTask(older), "nor later");
        assertEquals(2, TASKS.get(), "tasks that have run");

        turnTo("newer");
        runTask(newer);
        assertEquals(3, TASKS.get());
    }

    /** Epochs of two checkpoints say nothing about each other. */
    @Test
    void aDriverOfAnotherCheckpointIsServed() throws Exception {
        MillraceContext first = driver("first");
        tellEpoch(first, "checkpoint", 7);
        runTask(first);
        MillraceContext second = driver("second");
        tellEpoch(second, "made anew", 1);
        runTask(second);
        assertEquals(2, TASKS.get());
    }

    @Test
    void theSameDriverIsServedAgain() throws Exception {
        MillraceContext driver = driver("driver");
        tellEpoch(driver, "checkpoint", 3);
        runTask(driver);
        turnTo("driver");
        runTask(driver);
        assertEquals(2, TASKS.get());
    }
}

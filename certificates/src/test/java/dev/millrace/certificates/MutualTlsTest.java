package dev.millrace.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MutualTlsTest {
    private static final Validity DAY = Validity.lasting(Duration.ofDays(1), Clock.systemUTC());
    private static final int TIMEOUT_MILLIS = 20_000;

    private final ExecutorService server = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void twoProcessesOfAJobKnowEachOther() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", DAY);
        Met met = meet(
                context(authority.issue(Role.DRIVER, DAY), authority),
                context(authority.issue(Role.executor(1), DAY), authority));
        assertEquals(new Met("TLSv1.3", "CN=executor-1,O=Millrace", "CN=driver,O=Millrace"), met);
    }

    @Test
    void aRestoredAuthorityAndARenewedCertificateAreKnownToo() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", DAY);
        JobAuthority restored = JobAuthority.restore(authority.credential());
        Met met = meet(
                context(authority.issue(Role.DRIVER, DAY), authority),
                context(restored.issue(Role.executor(0), DAY), restored));
        assertEquals("CN=executor-0,O=Millrace", met.client());
    }

    @Test
    void anExecutorOfAnotherJobIsRefused() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", DAY);
        JobAuthority other = JobAuthority.create("word-count", DAY);
        SSLContext driver = context(authority.issue(Role.DRIVER, DAY), authority);
        // It trusts this job's driver; the driver must not trust it.
        SSLContext stranger = context(other.issue(Role.executor(0), DAY), authority);
        assertThrows(SSLException.class, () -> meet(driver, stranger));
    }

    @Test
    void theDriverOfAnotherJobIsRefused() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", DAY);
        JobAuthority other = JobAuthority.create("word-count", DAY);
        SSLContext stranger = context(other.issue(Role.DRIVER, DAY), authority);
        SSLContext executor = context(authority.issue(Role.executor(0), DAY), authority);
        assertThrows(SSLException.class, () -> meet(stranger, executor));
    }

    @Test
    void aProcessWithoutACertificateIsRefused() throws Exception {
        JobAuthority authority = JobAuthority.create("word-count", DAY);
        SSLContext driver = context(authority.issue(Role.DRIVER, DAY), authority);
        SSLContext nobody = SSLContext.getInstance("TLS");
        nobody.init(null, trust(authority).getTrustManagers(), null);
        assertThrows(SSLException.class, () -> meet(driver, nobody));
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Instant now = Instant.now();
        JobAuthority authority = JobAuthority.create("a", new Validity(now.minusSeconds(7200), now.plusSeconds(7200)));
        Validity past = new Validity(now.minusSeconds(7200), now.minusSeconds(3600));
        SSLContext driver = context(authority.issue(Role.DRIVER, authority.validity()), authority);
        SSLContext late = context(authority.issue(Role.executor(0), past), authority);
        assertThrows(SSLException.class, () -> meet(driver, late));
    }

    /** What two processes learned of each other: the version of the protocol, and the names of both. */
    private record Met(String protocol, String client, String server) {}

    /**
     * Has {@code clientContext} connect, and a byte go there and back: with TLS 1.3 a client learns that it was refused only
     * by what it reads. Throws what the side that refuses throws.
     */
    private Met meet(SSLContext serverContext, SSLContext clientContext) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                serverContext.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            listener.setSoTimeout(TIMEOUT_MILLIS);
            Future<SSLSession> accepted = server.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.setSoTimeout(TIMEOUT_MILLIS);
                    socket.getOutputStream().write(socket.getInputStream().read());
                    return socket.getSession();
                }
            });
            SSLSession session;
            try (SSLSocket socket = (SSLSocket)
                    clientContext.getSocketFactory().createSocket(listener.getInetAddress(), listener.getLocalPort())) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.getOutputStream().write('x');
                if (socket.getInputStream().read() != 'x') {
                    throw new IOException("the connection was closed");
                }
                session = socket.getSession();
            } catch (IOException e) {
                throw refusal(accepted, e);
            }
            return new Met(
                    session.getProtocol(),
                    accepted.get().getPeerPrincipal().getName(),
                    session.getPeerPrincipal().getName());
        }
    }

    private static Exception refusal(Future<?> server, IOException seenByClient) throws InterruptedException {
        try {
            server.get();
            return seenByClient;
        } catch (ExecutionException e) {
            return e.getCause() instanceof SSLException refusal ? refusal : seenByClient;
        }
    }

    private static SSLContext context(Credential own, JobAuthority trusted)
            throws GeneralSecurityException, IOException {
        KeyStore keys = empty();
        keys.setKeyEntry("own", Pem.privateKey(own.privateKey()), new char[0], new Certificate[] {
            Pem.certificate(own.certificate())
        });
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust(trusted).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trust(JobAuthority authority) throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", Pem.certificate(authority.trusted()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}

package dev.millrace.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.certificates.Credential;
import dev.millrace.certificates.CredentialFiles;
import dev.millrace.certificates.JobAuthority;
import dev.millrace.certificates.Role;
import dev.millrace.certificates.Validity;
import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.rpc.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
    private static final JobStatus STATUS =
            new JobStatus("words", JobState.RUNNING, 1000, null, 0, 0, 2, 2, null, null);
    private static final Validity VALIDITY = Validity.lasting(Duration.ofHours(1), Clock.systemUTC());

    @TempDir
    private Path folder;

    private final List<WantedExecutors> asked = new ArrayList<>();
    private boolean running = true;
    private JobAuthority authority;
    private ControlServer server;

    @BeforeEach
    void start() throws Exception {
        authority = JobAuthority.create("words", VALIDITY);
        server = ControlServer.start("127.0.0.1", 0, tls(authority, Role.DRIVER), () -> STATUS, wanted -> {
            asked.add(wanted);
            return running;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The certificates of a role, under whichever authority. */
    private Tls tls(JobAuthority issuer, Role role) throws GeneralSecurityException, IOException {
        Credential credential = issuer.issue(role, VALIDITY);
        CredentialFiles files = credential.writeTo(folder, role.name());
        Path trusted = Files.writeString(folder.resolve("ca.crt"), authority.trusted());
        return Tls.of(new MillraceConf(false)
                .set(MillraceConfig.TLS_CERTIFICATE, files.certificate().toString())
                .set(MillraceConfig.TLS_PRIVATE_KEY, files.privateKey().toString())
                .set(MillraceConfig.TLS_TRUSTED, trusted.toString()));
    }

    private HttpsURLConnection connect(SSLContext context, String method, String path) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) java.net
                .URI
                .create("https://127.0.0.1:" + server.port() + path)
                .toURL()
                .openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true); // roles count, not hosts
        connection.setRequestMethod(method);
        return connection;
    }

    private int put(Role role, String body) throws Exception {
        HttpsURLConnection connection = connect(tls(authority, role).serverContext(), "PUT", "/api/v1/executors");
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return connection.getResponseCode();
    }

    @Test
    void anyProcessOfTheJobMayAskForTheStatus() throws Exception {
        for (Role role : List.of(Role.OPERATOR, Role.executor(0))) {
            HttpsURLConnection connection = connect(tls(authority, role).serverContext(), "GET", "/api/v1/status");
            assertEquals(200, connection.getResponseCode());
            assertEquals(STATUS, JobStatusJson.read(connection.getInputStream().readAllBytes()));
        }
    }

    @Test
    void theOperatorChangesTheNumberOfExecutors() throws Exception {
        assertEquals(204, put(Role.OPERATOR, "{\"desired\": 3, \"leaving\": [1]}"));
        assertEquals(List.of(new WantedExecutors(3, Set.of(1))), asked);
    }

    @Test
    void nobodyElseChangesTheNumberOfExecutors() throws Exception {
        assertEquals(403, put(Role.executor(0), "{\"desired\": 3}"));
        assertEquals(List.of(), asked);
    }

    @Test
    void whoHasNoCertificateOfTheJobHearsNothing() throws Exception {
        JobAuthority stranger = JobAuthority.create("other", VALIDITY);
        SSLContext context = tls(stranger, Role.OPERATOR).serverContext();
        assertThrows(
                IOException.class,
                () -> connect(context, "GET", "/api/v1/status").getResponseCode());
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertEquals(400, put(Role.OPERATOR, "{\"desired\": 0}"));
        assertEquals(400, put(Role.OPERATOR, "{"));
        running = false;
        assertEquals(409, put(Role.OPERATOR, "{\"desired\": 3}"));
        assertEquals(
                404,
                connect(tls(authority, Role.OPERATOR).serverContext(), "GET", "/")
                        .getResponseCode());
    }
}

package dev.millrace.cli;

import dev.millrace.runtime.JobStatus;
import dev.millrace.runtime.JobStatusJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a driver's status API. For one thread. */
final class StatusClient implements Supplier<Optional<JobStatus>> {
    private static final int TIMEOUT_MILLIS = 1_000;

    private final Path addressFile;

    /** @param addressFile file that the driver writes once it listens */
    StatusClient(Path addressFile) {
        this.addressFile = addressFile;
    }

    /** The status; empty when the driver does not listen yet, or no more. */
    @Override
    public Optional<JobStatus> get() {
        try {
            String address = Files.readString(addressFile).strip();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + address + "/api/v1/status").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(JobStatusJson.read(in.readAllBytes()));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

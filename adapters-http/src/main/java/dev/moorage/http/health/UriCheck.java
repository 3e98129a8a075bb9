package dev.moorage.http.health;

import dev.moorage.application.port.in.health.CheckHealth;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fails while a server answers {@code HEAD} of a URL with another status than the expected one. */
public final class UriCheck implements CheckHealth {
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final int status;
    private final int timeoutMillis;

    /**
     * @param headers sent with the request
     * @param status the status of a healthy server (RFC 9110, section 15)
     * @param timeout how long to wait for the connection, and for the response
     */
    public UriCheck(URI uri, Map<String, List<String>> headers, int status, Duration timeout) {
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.status = status;
        this.timeoutMillis = (int) timeout.toMillis();
    }

    @Override
    public Optional<String> problem() {
        try {
            int answered = ask();
            return answered == status
                    ? Optional.empty()
                    : Optional.of("the response has the status " + answered + " and not " + status);
        } catch (IOException e) {
            // The message of some exceptions is the whole URL, which may have a password.
            return Optional.of("there is no response: " + e.getClass().getSimpleName());
        }
    }

    private int ask() throws IOException {
        URLConnection connection = uri.toURL().openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setUseCaches(false);
        headers.forEach((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        HttpURLConnection http = (HttpURLConnection) connection;
        try {
            http.setRequestMethod("HEAD");
            return http.getResponseCode();
        } finally {
            http.disconnect();
        }
    }
}

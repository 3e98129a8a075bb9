package dev.moorage.notifications;

import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.domain.outbox.DeliveryAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Posts events to a receiver. Redirects are followed as clients written in Go do: 307 and 308 with the event, others by a GET. The
 * configured headers go to the configured server only.
 */
public final class HttpReceiver implements NotificationReceiver, AutoCloseable {
    private static final int MAX_REDIRECTS = 10;

    private final ReceiverSettings settings;
    private final HttpClient client;

    /** @param trust the certificates that the receiver is verified with, or empty for those of the Java runtime */
    public HttpReceiver(ReceiverSettings settings, Optional<SSLContext> trust) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // An attempt to upgrade confuses simple receivers.
                .followRedirects(HttpClient.Redirect.NEVER);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public Receipt deliver(Notification notification) {
        byte[] body = EnvelopeWriter.write(notification.json(), settings.format());
        try {
            int status = send(body);
            return new Receipt(ResponseStatus.answer(status), ResponseStatus.text(status));
        } catch (IOException e) {
            return new Receipt(DeliveryAnswer.FAILED, reason(e));
        } catch (IllegalArgumentException _) { // A redirect can name a port that there is not, for example.
            return new Receipt(DeliveryAnswer.FAILED, "the address cannot be dialled");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Receipt(DeliveryAnswer.FAILED, "interrupted");
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private int send(byte[] body) throws IOException, InterruptedException {
        Duration timeout = settings.timeout().compareTo(ReceiverSettings.MAX_TIMEOUT) < 0
                ? settings.timeout()
                : ReceiverSettings.MAX_TIMEOUT;
        long end = System.nanoTime() + timeout.toNanos();
        URI at = settings.url();
        boolean posts = true;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<InputStream> response =
                    client.send(request(at, body, posts, end), HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            int status = response.statusCode();
            Optional<URI> next = redirects < MAX_REDIRECTS ? location(at, response) : Optional.empty();
            if (next.isEmpty()) {
                return status;
            }
            posts &= status == 307 || status == 308;
            at = next.get();
        }
    }

    private static Optional<URI> location(URI at, HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        boolean redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        Optional<String> location = response.headers().firstValue("Location");
        if (!redirects || location.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(at.resolve(location.get()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the receiver redirects to no address", e);
        }
    }

    private HttpRequest request(URI at, byte[] body, boolean posts, long end) throws IOException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new IOException("no answer in " + settings.timeout().toMillis() + " ms");
        }
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(withoutUser(at)).timeout(left);
        } catch (IllegalArgumentException e) {
            throw new IOException("the receiver redirects to another protocol", e);
        }
        request.header("User-Agent", "moorage");
        if (isConfigured(at)) {
            Optional.ofNullable(settings.url().getUserInfo())
                    .ifPresent(user -> request.setHeader(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
            settings.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        }
        if (!posts) {
            return request.GET().build();
        }
        request.setHeader("Content-Type", settings.format().contentType());
        settings.secret().ifPresent(secret -> request.setHeader(Signature.HEADER, Signature.of(body, secret)));
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private static URI withoutUser(URI address) {
        return address.getRawUserInfo() == null
                ? address
                : URI.create(address.toString().replace(address.getRawUserInfo() + "@", ""));
    }

    private boolean isConfigured(URI address) {
        return settings.url().getScheme().equals(address.getScheme())
                && settings.url().getHost().equals(address.getHost())
                && settings.url().getPort() == address.getPort();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

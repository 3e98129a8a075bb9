package dev.moorage.identity.keys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Fetches small documents over HTTPS. Redirects are not followed, a document is at most {@value #MAX_BYTES} bytes, and a fetch
 * takes at most 10 seconds in all. Plain HTTP is allowed to the own machine only, where the operator allows it.
 */
public final class HttpFetcher {
    static final int MAX_BYTES = 512 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int TOTAL_SECONDS = 10;
    private static final String MAX_AGE = "max-age=";

    private final HttpClient client;
    private final boolean insecureLoopback;
    private final Supplier<Optional<String>> bearer;

    /**
     * A document.
     *
     * @param fresh the time of {@code Cache-Control: max-age}, or zero
     */
    public record Document(byte[] body, Duration fresh) {}

    /**
     * @param trust the certificates that servers are verified with, or empty for those of the Java runtime
     * @param insecureLoopback whether {@code http://} is allowed to the own machine
     * @param bearer the token that is sent with each request, read anew for each
     */
    public HttpFetcher(Optional<SSLContext> trust, boolean insecureLoopback, Supplier<Optional<String>> bearer) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.insecureLoopback = insecureLoopback;
        this.bearer = bearer;
    }

    /**
     * Fetches a document.
     *
     * @throws IOException it cannot be had. The message names the address
     */
    public Document get(URI address) throws IOException {
        requireAllowed(address);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .timeout(CONNECT)
                .GET();
        bearer.get().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        HttpResponse<byte[]> response = send(address, request.build());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answers " + response.statusCode());
        }
        return new Document(response.body(), fresh(response));
    }

    private void requireAllowed(URI address) throws IOException {
        boolean secure = "https".equals(address.getScheme());
        if (address.getHost() == null || !secure && !(insecureLoopback && isLoopback(address))) {
            throw new IOException(address + " is not an https address");
        }
    }

    private static boolean isLoopback(URI address) throws IOException {
        return "http".equals(address.getScheme())
                && InetAddress.getByName(address.getHost()).isLoopbackAddress();
    }

    private HttpResponse<byte[]> send(URI address, HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(TOTAL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(address + " cannot be fetched: " + e.getCause(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(address + " did not answer in " + TOTAL_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(address + " was not fetched: interrupted", e);
        }
    }

    private static Duration fresh(HttpResponse<byte[]> response) {
        return response.headers().allValues("Cache-Control").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(directive -> directive.startsWith(MAX_AGE))
                .map(directive -> directive.substring(MAX_AGE.length()))
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .findFirst()
                .orElse(Duration.ZERO);
    }
}

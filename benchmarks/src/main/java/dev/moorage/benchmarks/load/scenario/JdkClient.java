package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.client.Content;
import dev.moorage.benchmarks.load.server.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A registry client on the JDK's HTTP client, which supports HTTP/2. It costs several times as much as
 * {@link dev.moorage.benchmarks.load.client.RegistryClient}.
 */
final class JdkClient implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final HttpClient client;
    private final URI base;
    private final Version version;

    private JdkClient(InetSocketAddress address, Version version, Optional<SelfSigned> tls) {
        HttpClient.Builder builder = HttpClient.newBuilder();
        tls.ifPresent(certificate -> builder.sslContext(certificate.trusting()));
        this.client = builder.build();
        this.base = URI.create(
                (tls.isPresent() ? "https" : "http") + "://" + address.getHostString() + ":" + address.getPort());
        this.version = version;
    }

    /**
     * Connects a client.
     *
     * @param tls the server's certificate, or empty for a server in the clear
     * @throws IOException the server does not speak this version
     */
    static JdkClient connect(InetSocketAddress address, Version version, Optional<SelfSigned> tls) throws IOException {
        JdkClient client = new JdkClient(address, version, tls);
        try {
            client.send(client.request("/v2/").GET(), BodyHandlers.discarding(), 200);
            return client;
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    void push(String repository, Content content) throws IOException {
        HttpResponse<Void> started = send(
                request("/v2/" + repository + "/blobs/uploads/").POST(BodyPublishers.noBody()),
                BodyHandlers.discarding(),
                202);
        String location = started.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException("an upload was started without Location"));
        BodyPublisher body =
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(() -> pieces(content)), content.size());
        send(
                request(location + "&digest=" + content.digest())
                        .header("Content-Type", "application/octet-stream")
                        .PUT(body),
                BodyHandlers.discarding(),
                201);
    }

    void pull(String repository, Content content) throws IOException {
        HttpResponse<InputStream> answer = send(
                request("/v2/" + repository + "/blobs/" + content.digest()).GET(), BodyHandlers.ofInputStream(), 200);
        long received = 0;
        try (InputStream in = answer.body()) {
            byte[] some = new byte[PIECE];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                if (!content.matches(received, ByteBuffer.wrap(some, 0, count))) {
                    throw new IOException("what was pulled differs from what was pushed, behind byte " + received);
                }
                received += count;
            }
        }
        if (received != content.size()) {
            throw new IOException(received + " bytes were pulled of " + content.size());
        }
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(base.resolve(target)).version(version);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body, int status) throws IOException {
        try {
            HttpResponse<T> answer = client.send(request.build(), body);
            if (answer.statusCode() != status || answer.version() != version) {
                throw new IOException(
                        answer + " over " + answer.version() + ", and not " + status + " over " + version);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    private static Iterator<byte[]> pieces(Content content) {
        return new Iterator<>() {
            private long at;

            @Override
            public boolean hasNext() {
                return at < content.size();
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ByteBuffer slice = content.slice(at, PIECE);
                byte[] piece = new byte[slice.remaining()];
                slice.get(piece);
                at += piece.length;
                return piece;
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}

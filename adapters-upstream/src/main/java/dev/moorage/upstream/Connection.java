package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.storage.spi.net.ProxyVariables;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;

/** Sends single requests, without redirects. Failures of the network become {@link UpstreamFailure}s. */
final class Connection implements AutoCloseable {
    private static final String USER_AGENT = "moorage";

    private final HttpClient client;
    private final UpstreamSettings.Times times;

    Connection(UpstreamSettings settings) {
        this.times = settings.times();
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(times.connect()).followRedirects(HttpClient.Redirect.NEVER);
        settings.trust().ifPresent(builder::sslContext);
        if (!settings.proxies().isEmpty()) {
            builder.proxy(new VariableProxies(settings.proxies()));
        }
        this.client = builder.build();
    }

    /** Returns a request with what every request to an upstream has. */
    HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(times.headers())
                .header("User-Agent", USER_AGENT)
                .header("Accept-Encoding", "identity");
    }

    /** Returns how long an answer may take, with its challenges and redirects. */
    Duration total() {
        return times.headers().multipliedBy(2);
    }

    /**
     * Returns how long the next request of an answer may take.
     *
     * @param end when the answer must be there, in nanoseconds
     */
    Duration left(long end, URI address) throws UpstreamFailure {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (!left.isPositive()) {
            throw new UpstreamFailure(Kind.SLOW, address.getHost() + " did not answer in time");
        }
        return left.compareTo(times.headers()) < 0 ? left : times.headers();
    }

    HttpResponse<TimedBody> send(HttpRequest request) throws UpstreamFailure {
        String host = request.uri().getHost();
        try {
            return client.send(request, _ -> new TimedBody(times.silence()));
        } catch (HttpTimeoutException e) {
            throw new UpstreamFailure(Kind.SLOW, host + " did not answer in time");
        } catch (IOException e) {
            throw new UpstreamFailure(Kind.DOWN, host + " cannot be reached: " + e);
        } catch (IllegalArgumentException _) { // The client's word for a host or a port that no server can have.
            throw new UpstreamFailure(Kind.WRONG, host + " cannot be dialled");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure(Kind.DOWN, "interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** The proxies of the environment. */
    private static final class VariableProxies extends ProxySelector {
        private final ProxyVariables variables;

        VariableProxies(ProxyVariables variables) {
            this.variables = variables;
        }

        @Override
        public List<Proxy> select(URI target) {
            return variables
                    .to(target.getScheme(), target.getHost(), target.getPort())
                    .map(proxy ->
                            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
                    .map(List::of)
                    .orElse(List.of(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
            // The failure is reported by the request.
        }
    }
}

package dev.moorage.http.jetty.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.ListenSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server takes for the client, the scheme and the host of a request that proxies have forwarded. */
class ForwardedRequestsTest {
    private static final String DIRECT = "127.0.0.1 http 127.0.0.1:PORT";

    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<JettyServer> server = Optional.empty();

    /** Answers with the address of the client, the scheme and the host. */
    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(request.getRemoteAddr() + " " + request.getScheme() + " " + request.getServerName() + ":"
                            + request.getServerPort() + (request.isSecure() ? " secure" : ""));
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        if (server.isPresent()) {
            server.get().close();
        }
    }

    /** Sends headers, written as {@code name: value|name: value}, to a server that trusts these proxies. */
    private String seen(List<String> trusted, String headers) throws IOException, InterruptedException {
        ListenSettings settings = ListenSettings.on(Optional.of("127.0.0.1"), 0)
                .behind(TrustedProxies.parse(trusted).orElseThrow());
        JettyServer started = new JettyServer(settings, new Echo());
        server = Optional.of(started);
        started.start();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + started.port() + "/"));
        Arrays.stream(headers.split("\\|"))
                .map(header -> header.split(": ", 2))
                .forEach(header -> request.header(header[0], header[1]));
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().replace(":" + started.port(), ":PORT");
    }

    @Test
    void headersOfAPeerThatIsNotTrustedAreIgnored() throws Exception {
        assertThat(seen(
                        List.of("10.0.0.0/8"),
                        "X-Forwarded-For: 192.0.2.1|X-Forwarded-Proto: https|Forwarded: for=192.0.2.1"))
                .isEqualTo(DIRECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                // nginx, with proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for
                "X-Forwarded-For: 192.0.2.1|X-Forwarded-Proto: https|X-Forwarded-Host: r.example.org"
                        + "# 192.0.2.1 https r.example.org:443 secure",
                // the client has sent the first address itself
                "X-Forwarded-For: 203.0.113.9, 192.0.2.1|X-Forwarded-Proto: https"
                        + "# 192.0.2.1 https 127.0.0.1:PORT secure",
                // two trusted proxies, each of which appends
                "X-Forwarded-For: 192.0.2.1, 10.1.2.3|X-Forwarded-Proto: https, http"
                        + "# 192.0.2.1 https 127.0.0.1:PORT secure",
                // a client that names itself a proxy behind two trusted ones
                "X-Forwarded-For: 10.9.9.9, 192.0.2.1, 10.1.2.3# 192.0.2.1 http 127.0.0.1:PORT",
                "X-Forwarded-For: 10.1.2.3# 10.1.2.3 http 127.0.0.1:PORT",
                "X-Forwarded-For: 192.0.2.1:4711# 192.0.2.1 http 127.0.0.1:PORT",
                "X-Forwarded-For: 2001:db8::1# [2001:db8:0:0:0:0:0:1] http 127.0.0.1:PORT",
                "X-Forwarded-Host: r.example.org|X-Forwarded-Port: 8443# 127.0.0.1 http r.example.org:8443",
                "X-Forwarded-Host: r.example.org:5000|X-Forwarded-Port: 8443# 127.0.0.1 http r.example.org:5000",
                "X-Forwarded-Proto: HTTPS# 127.0.0.1 https 127.0.0.1:PORT secure",
                "X-Forwarded-Proto: gopher# 127.0.0.1 http 127.0.0.1:PORT",
                "X-Forwarded-Host: a b/c# 127.0.0.1 http 127.0.0.1:PORT",
                "X-Forwarded-For: unknown# 127.0.0.1 http 127.0.0.1:PORT",
                "X-Forwarded-For: 192.0.2.1, _hidden# 127.0.0.1 http 127.0.0.1:PORT",
                "Forwarded: for=192.0.2.1,proto=https# 127.0.0.1 https 127.0.0.1:PORT secure",
                "Forwarded: nonsense;for=192.0.2.1# 127.0.0.1 http 127.0.0.1:PORT",
                "Forwarded: for=192.0.2.1|X-Forwarded-For: 203.0.113.9# 192.0.2.1 http 127.0.0.1:PORT",
            })
    void headersOfATrustedProxyNameTheClient(String headers, String expected) throws Exception {
        assertThat(seen(List.of("127.0.0.1", "10.0.0.0/8"), headers.strip())).isEqualTo(expected.strip());
    }

    @Test
    void forwardedElementsAreReadFromTheNearestProxyOn() throws Exception {
        assertThat(seen(
                        List.of("127.0.0.0/8", "10.0.0.0/8"),
                        "Forwarded: for=203.0.113.9;proto=http;host=evil.example.org, For=\"[2001:db8::7]:4711\";Proto=https;"
                                + "host=r.example.org|Forwarded: for=10.1.2.3;proto=http"))
                .isEqualTo("[2001:db8:0:0:0:0:0:7] https r.example.org:443 secure");
    }
}

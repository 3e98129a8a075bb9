package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests with what the upstream wants: it answers a challenge once, and follows redirects by hand. Credentials and tokens
 * stay with the upstream: stores that serve its blobs never get them.
 */
final class UpstreamRequests {
    private static final int MAX_REDIRECTS = 5;

    private final URI remote;
    private final Connection connection;
    private final DialRules rules;
    private final Authorization authorization;

    UpstreamRequests(URI remote, Connection connection, DialRules rules, Authorization authorization) {
        this.remote = remote;
        this.connection = connection;
        this.rules = rules;
        this.authorization = authorization;
    }

    /**
     * Sends a request and returns the first response that is neither a redirect nor a challenge that can be answered. The
     * caller closes its body.
     *
     * @param path the path below the repository, {@code manifests/latest}
     */
    HttpResponse<TimedBody> send(
            String method,
            RepositoryName repository,
            String path,
            Map<String, String> headers,
            HttpClient.Version version)
            throws IOException {
        long end = System.nanoTime() + connection.total().toNanos();
        URI at = remote.resolve("/v2/" + repository + "/" + path);
        Optional<String> header = authorization.first(repository);
        boolean challenged = false;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; ) {
            rules.require(at);
            boolean isOrigin = rules.isOrigin(at);
            HttpResponse<TimedBody> response =
                    connection.send(request(method, at, headers, version, isOrigin ? header : Optional.empty())
                            .timeout(connection.left(end, at))
                            .build());
            if (isOrigin && response.statusCode() == 401 && !challenged) {
                challenged = true;
                Optional<String> answer =
                        authorization.answer(response.headers().allValues("WWW-Authenticate"), repository, header);
                if (answer.isEmpty()) {
                    return response;
                }
                response.body().discard();
                header = answer;
            } else if (isRedirect(response)) {
                response.body().discard();
                at = target(at, response);
                redirects++;
            } else {
                return response;
            }
        }
        throw new UpstreamFailure(Kind.WRONG, "it redirects more than " + MAX_REDIRECTS + " times");
    }

    private HttpRequest.Builder request(
            String method,
            URI at,
            Map<String, String> headers,
            HttpClient.Version version,
            Optional<String> authorized) {
        HttpRequest.Builder request =
                connection.request(at).version(version).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        authorized.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI target(URI from, HttpResponse<?> response) throws UpstreamFailure {
        try {
            return from.resolve(response.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new UpstreamFailure(Kind.WRONG, "it redirects to nowhere")));
        } catch (IllegalArgumentException _) {
            throw new UpstreamFailure(Kind.WRONG, "it redirects to an address that is no URL");
        }
    }
}

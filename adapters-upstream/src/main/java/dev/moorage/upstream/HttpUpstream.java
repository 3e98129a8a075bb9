package dev.moorage.upstream;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Missing;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Refused;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.port.out.upstream.UpstreamTags;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.ReferrerTags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An upstream that is a registry of the OCI Distribution Specification, section "Pull". */
public final class HttpUpstream implements Upstream, AutoCloseable {
    /** Always the same types, so that a tag has one representation. */
    private static final Map<String, String> MANIFESTS = Map.of(
            "Accept",
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
                    + " application/vnd.docker.distribution.manifest.list.v2+json,"
                    + " application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.artifact.manifest.v1+json,"
                    + " */*;q=0.1");

    private static final Map<String, String> INDEX = Map.of("Accept", "application/vnd.oci.image.index.v1+json");
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (_, _) -> true);

    /** The most referrers of a subject, and the most pages of them. A longer list is an error, since no part of it may be missing. */
    private static final int MOST_REFERRERS = 10_000;

    private static final int MOST_PAGES = 100;

    private final UpstreamSettings settings;
    private final Connection connection;
    private final UpstreamRequests requests;
    private final InstantSource clock;
    private volatile OptionalLong remaining = OptionalLong.empty();

    public HttpUpstream(UpstreamSettings settings, InstantSource clock) {
        this(settings, clock, InetAddress::getAllByName);
    }

    HttpUpstream(UpstreamSettings settings, InstantSource clock, DialRules.Resolver resolver) {
        this.settings = settings;
        this.clock = clock;
        this.connection = new Connection(settings);
        DialRules realms = new DialRules(settings.remote(), settings.realms(), false, resolver);
        this.requests = new UpstreamRequests(
                settings.remote(),
                connection,
                new DialRules(
                        settings.remote(),
                        settings.redirects(),
                        !settings.redirects().isEmpty(),
                        resolver),
                new Authorization(settings.credentials(), new Tokens(settings, connection, realms, clock)));
    }

    /** Reads what was asked for from a response of 200 or 206. */
    private interface Reading<T> {
        UpstreamAnswer<T> read(HttpResponse<TimedBody> response) throws IOException;
    }

    @Override
    public UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag) {
        UpstreamAnswer<Digest> head =
                ask("HEAD", repository, "manifests/" + tag.value(), MANIFESTS, Version.HTTP_2, response -> {
                    Optional<Digest> digest = response.headers()
                            .firstValue("Docker-Content-Digest")
                            .flatMap(Digest::tryParse);
                    return digest.isPresent() ? new Found<>(digest.get()) : new Refused<>();
                });
        // A registry may answer HEAD without a digest, or refuse HEAD where it serves GET.
        return head instanceof Refused<Digest>
                ? manifest(repository, new Reference.ByTag(tag))
                        .flatMap(content -> new Found<>(Digest.of(DigestAlgorithm.CANONICAL, content)))
                : head;
    }

    @Override
    public UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference) {
        return ask(
                "GET",
                repository,
                "manifests/" + reference,
                MANIFESTS,
                Version.HTTP_2,
                response -> WholeBody.read(response.body(), settings.maxManifestBytes())
                        .<UpstreamAnswer<byte[]>>map(Found::new)
                        .orElseGet(() -> unavailable(Kind.WRONG, "its manifest is larger than manifests.maxbytes")));
    }

    @Override
    public UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last) {
        String after = last.map(tag -> "&last=" + URLEncoder.encode(tag, StandardCharsets.UTF_8))
                .orElse("");
        return ask(
                "GET",
                repository,
                "tags/list?n=" + most + after,
                Map.of(),
                Version.HTTP_2,
                response -> WholeBody.read(response.body(), settings.maxManifestBytes())
                        .flatMap(content -> TagList.parse(content, response.headers()))
                        .<UpstreamAnswer<UpstreamTags>>map(Found::new)
                        .orElseGet(() -> unavailable(Kind.WRONG, "its list of tags is none, or is too large")));
    }

    @Override
    public UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject) {
        List<UpstreamReferrer> all = new ArrayList<>();
        int bytes = 0;
        Optional<String> query = Optional.of("");
        for (int pages = 0; pages < MOST_PAGES && all.size() < MOST_REFERRERS && query.isPresent(); pages++) {
            UpstreamAnswer<ReferrerList> answer = referrers(repository, subject, query.get(), bytes);
            if (!(answer instanceof Found<ReferrerList>(ReferrerList page))) {
                boolean hasNoList = pages == 0 && !(answer instanceof Unavailable<ReferrerList>);
                return hasNoList ? tagged(repository, subject) : answer.flatMap(list -> new Found<>(list.referrers()));
            }
            all.addAll(page.referrers());
            bytes += page.bytes();
            query = page.nextQuery();
        }
        return query.isEmpty() && all.size() <= MOST_REFERRERS
                ? new Found<>(all)
                : unavailable(Kind.WRONG, "it lists more than " + MOST_REFERRERS + " referrers of a manifest");
    }

    private UpstreamAnswer<ReferrerList> referrers(
            RepositoryName repository, Digest subject, String query, int bytesBefore) {
        return ask(
                "GET",
                repository,
                "referrers/" + subject + query,
                INDEX,
                Version.HTTP_2,
                response -> WholeBody.read(response.body(), settings.maxManifestBytes() - bytesBefore)
                        .flatMap(content -> ReferrerList.parse(content, response.headers()))
                        .<UpstreamAnswer<ReferrerList>>map(Found::new)
                        .orElseGet(() -> unavailable(Kind.WRONG, "its list of referrers is none, or is too large")));
    }

    @Override
    public OptionalLong remaining() {
        return remaining;
    }

    /** Returns what the index under the tag of a subject lists. */
    private UpstreamAnswer<List<UpstreamReferrer>> tagged(RepositoryName repository, Digest subject) {
        return manifest(repository, new Reference.ByTag(new Tag(ReferrerTags.of(subject))))
                .flatMap(content -> ReferrerList.parse(content, NO_HEADERS)
                        .<UpstreamAnswer<List<UpstreamReferrer>>>map(list -> new Found<>(list.referrers()))
                        .orElseGet(() -> unavailable(Kind.WRONG, "its tag of referrers names no index")));
    }

    @Override
    public UpstreamAnswer<Long> size(RepositoryName repository, Digest digest) {
        UpstreamAnswer<Long> head = ask("HEAD", repository, "blobs/" + digest, Map.of(), Version.HTTP_1_1, response -> {
            OptionalLong length = response.headers().firstValueAsLong("Content-Length");
            return length.isPresent() ? new Found<>(length.getAsLong()) : new Refused<>();
        });
        return head instanceof Refused<Long> ? sizeOfGet(repository, digest) : head;
    }

    /** Asks for the blob and ends the transfer after the headers: some registries refuse HEAD where they serve GET. */
    private UpstreamAnswer<Long> sizeOfGet(RepositoryName repository, Digest digest) {
        return blob(repository, digest, 0).flatMap(blob -> {
            blob.close();
            return blob.size().isPresent()
                    ? new Found<>(blob.size().getAsLong())
                    : unavailable(Kind.WRONG, "it does not say how large a blob is");
        });
    }

    @Override
    public UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset) {
        Map<String, String> headers = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
        return ask(
                "GET",
                repository,
                "blobs/" + digest,
                headers,
                Version.HTTP_1_1,
                response -> HttpBlob.of(response, offset)
                        .<UpstreamAnswer<UpstreamBlob>>map(Found::new)
                        .orElseGet(() -> unavailable(Kind.WRONG, "its range is not the one that it was asked for")));
    }

    private <T> UpstreamAnswer<T> ask(
            String method,
            RepositoryName repository,
            String path,
            Map<String, String> headers,
            Version version,
            Reading<T> reading) {
        try {
            HttpResponse<TimedBody> response = requests.send(method, repository, path, headers, version);
            UpstreamAnswer<T> answer;
            try {
                answer = answer(response, reading);
            } catch (IOException | RuntimeException e) {
                response.body().close();
                throw e;
            }
            if (!(answer instanceof Found<T>(UpstreamBlob _))) {
                response.body().discard();
            }
            return answer;
        } catch (RefusedException _) {
            return new Refused<>();
        } catch (UpstreamFailure e) {
            return new Unavailable<>(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (IOException e) {
            return unavailable(Kind.DOWN, String.valueOf(e.getMessage()));
        }
    }

    private <T> UpstreamAnswer<T> answer(HttpResponse<TimedBody> response, Reading<T> reading) throws IOException {
        OptionalLong more = RateLimit.remaining(response.headers());
        if (more.isPresent()) {
            remaining = more;
        }
        int status = response.statusCode();
        return switch (status) {
            case 200, 206 -> reading.read(response);
            case 404, 410 -> new Missing<>();
            case 401, 403, 405 -> new Refused<>();
            case 429, 503 ->
                new Unavailable<>(Kind.BUSY, "it answers " + status, RetryAfter.of(response.headers(), clock));
            default -> unavailable(status >= 500 ? Kind.DOWN : Kind.WRONG, "it answers " + status);
        };
    }

    private static <T> UpstreamAnswer<T> unavailable(Kind kind, String reason) {
        return new Unavailable<>(kind, reason, Optional.empty());
    }

    /** Ends all requests. */
    @Override
    public void close() {
        connection.close();
    }
}

package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a server, as Prometheus reads them. */
class MetricsTest {
    private static final int HOSTILE_REQUESTS = 3000;
    private static final int MOST_SERIES = 1500;
    private static final String TYPE = "application/vnd.oci.image.index.v1+json";
    private static final String INDEX = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"manifests\":[]}";
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get", "BREW");

    /** A metric in a text. What begins with a dot, a hyphen or a slash is another name, and what ends with a star is a group. */
    private static final Pattern METRIC =
            Pattern.compile("(?<![-./\\w])(?:registry|moorage)(?:_[a-z0-9]+)+(?![\\w*_])");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private Configuration configuration(String prometheus) throws Exception {
        return configuration(prometheus, "");
    }

    /** @param more sections of the configuration */
    private Configuration configuration(String prometheus, String more) throws Exception {
        Path file = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage: {inmemory: {}, delete: {enabled: true}}\nhttp: {addr: '127.0.0.1:0', secret: "
                        + "a-secret-that-is-long-enough, debug: {addr: '127.0.0.1:0', prometheus: " + prometheus
                        + "}}\n" + more);
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    private HttpResponse<String> send(int port, String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", path.contains("/manifests/") ? TYPE : "application/octet-stream")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String scrape(Registry registry) throws Exception {
        HttpResponse<String> page = send(registry.debugPort().orElseThrow(), "GET", "/metrics", "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        return page.body();
    }

    /** Returns the series with their values. */
    private static Map<String, Double> series(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum,
                        TreeMap::new));
    }

    @Test
    void pushesAndPullsAreCountedUnderDistributionsNames() throws Exception {
        try (Registry registry = Registry.start(configuration("{enabled: true}"))) {
            String location = send(registry.port(), "POST", "/v2/a/blobs/uploads/", "")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            String next = send(registry.port(), "PATCH", location, "a layer")
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            String digest = "sha256:" + sha256("a layer");
            assertThat(send(registry.port(), "PUT", next + "&digest=" + digest, "")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send(registry.port(), "GET", "/v2/a/blobs/" + digest, "").body())
                    .isEqualTo("a layer");
            assertThat(send(registry.port(), "PUT", "/v2/a/manifests/v1", INDEX).statusCode())
                    .isEqualTo(201);
            assertThat(send(registry.port(), "BREW", "/v2/a/manifests/v1", "").statusCode())
                    .isEqualTo(405);
            awaitServed(registry, 6);
            Map<String, Double> found = series(scrape(registry));
            assertThat(found)
                    .containsEntry(
                            "registry_http_requests_total{code=\"201\",handler=\"manifest\",method=\"put\"}", 1.0)
                    .containsEntry(
                            "registry_http_requests_total{code=\"202\",handler=\"blob_upload_chunk\",method=\"patch\"}",
                            1.0)
                    .containsEntry(
                            "registry_http_requests_total{code=\"405\",handler=\"manifest\",method=\"other\"}", 1.0)
                    .containsEntry("registry_http_in_flight_requests{handler=\"blob\"}", 0.0)
                    .containsEntry("registry_http_request_size_bytes_sum{handler=\"blob_upload_chunk\"}", 7.0)
                    .containsEntry("registry_http_response_size_bytes_sum{handler=\"blob\"}", 7.0)
                    .containsEntry("registry_storage_blob_upload_bytes_sum", 7.0)
                    .containsEntry("registry_storage_blob_download_bytes_sum{redirect=\"false\"}", 7.0)
                    .containsEntry("moorage_upload_received_bytes_total{method=\"patch\"}", 7.0)
                    .containsEntry("moorage_upload_bodies_ended_total{reason=\"complete\"}", 1.0)
                    .containsEntry("moorage_uploads{state=\"receiving\"}", 0.0)
                    .containsEntry("moorage_uploads_started_total", 1.0)
                    .containsEntry("moorage_uploads_ended_total{outcome=\"committed\"}", 1.0)
                    .containsEntry("moorage_upload_seconds_count", 1.0)
                    .containsEntry("registry_storage_cache_total{type=\"Miss\"}", 1.0)
                    .containsEntry("registry_storage_cache_requests_total", 1.0);
            assertThat(found.keySet())
                    .anyMatch(name -> name.startsWith("registry_storage_action_seconds_count{action=\"PutContent\","
                            + "driver=\"inmemory\",outcome=\"ok\"}"))
                    .anyMatch(name -> name.startsWith("jvm_"))
                    .anyMatch(name -> name.startsWith("moorage_build_info{"));
        }
    }

    /** An answer may be read before its request is counted. */
    private void awaitServed(Registry registry, int requests) throws Exception {
        Supplier<Double> counted = () -> {
            try {
                return series(scrape(registry)).entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("registry_http_requests_total"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (counted.get() < requests && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(counted.get()).isEqualTo(requests);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void hostileRequestsMakeABoundedNumberOfSeries() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Registry registry = Registry.start(configuration("{enabled: true}"))) {
            for (int i = 0; i < HOSTILE_REQUESTS; i++) {
                raw(registry.port(), hostile(random));
            }
            String page = scrape(registry);
            assertThat(series(page)).as("seed %s", seed).hasSizeLessThan(MOST_SERIES);
            assertThat(page)
                    .as("seed %s", seed)
                    .doesNotContain("invented", "BREW", "brew", "sha256", "repository=")
                    .contains("handler=\"unknown\"", "handler=\"blob_upload_chunk\"", "method=\"other\"");
        }
    }

    private static String hostile(Random random) {
        String name = "invented" + random.nextInt(1000);
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        List<String> paths = List.of(
                "/",
                "/v2/",
                "/v2/_catalog?n=" + random.nextInt(),
                "/v2/" + name + "/tags/list?n=" + random.nextInt(3),
                "/v2/" + name + "/manifests/" + name,
                "/v2/" + name + "/manifests/" + digest,
                "/v2/" + name + "/blobs/" + digest,
                "/v2/" + name + "/blobs/uploads/",
                "/v2/" + name + "/blobs/uploads/?mount=" + digest + "&from=" + name,
                "/v2/" + name + "/blobs/uploads/?digest=" + digest,
                "/v2/" + name + "/blobs/uploads/" + name + "?_state=" + name,
                "/v2/" + name + "/referrers/" + digest,
                "/v2/token?scope=" + name,
                "/" + name,
                "/v2/%2e%2e/" + name,
                "/v2/" + name + "/manifests/../../" + name,
                "//" + name + "%00");
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String path = paths.get(random.nextInt(paths.size()));
        String body = random.nextInt(3) == 0 ? INDEX.substring(random.nextInt(INDEX.length())) : "";
        String header = random.nextInt(4) == 0 ? "Range: bytes=" + random.nextInt(9) + "-\r\n" : "";
        return method + " " + path + " HTTP/1.1\r\nHost: " + name + "\r\nX-" + name + ": x\r\n" + header
                + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    private static void raw(int port, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream answer = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            while (answer.read() >= 0) {
                // The answer is not looked at.
            }
        } catch (SocketException _) {
            // The server may close before it has read all.
        }
    }

    @Test
    void documentsAndDashboardsNameOnlyMetricsThatAServerHas() throws Exception {
        String endpoints = "notifications: {endpoints: [{name: bell, url: 'http://127.0.0.1:1/'}]}\n";
        // A purge, a response of a receiver, or a measurement of a namespace makes these known. They have no series
        // before it.
        Set<String> families = new TreeSet<>(Set.of(
                "moorage_uploads_recorded",
                "moorage_repositories",
                "registry_notifications_status_total",
                "moorage_quota_used",
                "moorage_quota_limit"));
        try (Registry registry = Registry.start(configuration("{enabled: true}", endpoints))) {
            assertThat(send(registry.port(), "GET", "/v2/a/manifests/none", "").statusCode())
                    .isEqualTo(404);
            awaitServed(registry, 1);
            scrape(registry)
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .forEach(line -> families.add(line.split(" ")[2]));
        }
        for (String file : List.of(
                "../docs/operating.md",
                "../deploy/prometheus/alerts.yml",
                "../deploy/helm/moorage/alerts.yml",
                "../deploy/grafana/moorage.json")) {
            Matcher named = METRIC.matcher(Files.readString(Path.of(file)));
            Set<String> unknown = new TreeSet<>();
            while (named.find()) {
                String family = named.group().replaceFirst("_(bucket|sum|count)$", "");
                if (!families.contains(family) && !families.contains(named.group())) {
                    unknown.add(named.group());
                }
            }
            assertThat(unknown).as(file).isEmpty();
        }
    }

    @Test
    void withoutTheKeyThereAreNoMetrics() throws Exception {
        try (Registry registry = Registry.start(configuration("{enabled: false}"))) {
            int port = registry.debugPort().orElseThrow();
            assertThat(send(port, "GET", "/metrics", "").statusCode()).isEqualTo(404);
            assertThat(send(port, "GET", "/debug/health", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theMetricsHaveTheConfiguredPathAndOnlyReadingMethods() throws Exception {
        try (Registry registry = Registry.start(configuration("{enabled: true, path: /numbers}"))) {
            int port = registry.debugPort().orElseThrow();
            assertThat(send(port, "GET", "/metrics", "").statusCode()).isEqualTo(404);
            assertThat(send(port, "GET", "/numbers", "").statusCode()).isEqualTo(200);
            assertThat(send(port, "POST", "/numbers", "").statusCode()).isEqualTo(405);
            assertThat(send(port, "GET", "/debug/health", "").body()).isEqualTo("{}");
            assertThat(send(registry.port(), "GET", "/numbers", "").statusCode())
                    .isEqualTo(404);
        }
    }
}

package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ListingRequest;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The headers of all requests. A store that implements no checksum but Content-MD5 receives no other. */
class RequestHeadersTest {
    private static final byte[] CONTENT = "content".getBytes();
    private static final UploadRef UPLOAD = new UploadRef("a key", "id");

    private final List<Head> heads = new CopyOnWriteArrayList<>();
    private HttpServer server;

    private record Head(String request, Map<String, List<String>> headers) {
        boolean has(Predicate<String> name) {
            return headers.keySet().stream()
                    .map(header -> header.toLowerCase(Locale.ROOT))
                    .anyMatch(name);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            heads.add(new Head(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders())));
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            byte[] body = exchange.getRequestMethod().equals("GET")
                            && exchange.getRequestURI().getQuery() == null
                    ? CONTENT
                    : "<a><UploadId>id</UploadId><ETag>\"1\"</ETag></a>".getBytes();
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private S3Config config(String checksums) {
        return Configs.of(
                "bucket", "b",
                "accesskey", "a",
                "secretkey", "s",
                "forcepathstyle", "true",
                "checksums", checksums,
                "regionendpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private List<String> everyRequest(String mode, Checksums checksums) throws IOException {
        S3Clients clients = new S3Clients(config(mode), Map.of());
        try (S3Client client = clients.client();
                S3Presigner presigner = clients.presigner()) {
            Bucket bucket = new Bucket(client, "b", ObjectSettings.OF_THE_BUCKET, checksums, ListingForm.V2_ENCODED);
            MultipartRequests multipart = bucket.multipart();
            String checksum = checksums.of(CONTENT);
            bucket.require();
            bucket.put("a key", CONTENT, Map.of("a", "b"), request -> request.ifNoneMatch("*"));
            bucket.head("a key");
            bucket.get("a key", ByteRange.WHOLE).orElseThrow().close();
            bucket.get("a key", new ByteRange(1, 2)).orElseThrow().close();
            bucket.copy("a key", "other", request -> {});
            bucket.delete("a key", request -> request.ifMatch("\"1\""));
            bucket.deleteAll(List.of("a key", "other"));
            for (ListingForm form : ListingForm.values()) {
                bucket.with(form).list(new ListingRequest("a", "b", true, 10));
            }
            multipart.create("a key", Map.of(), true);
            multipart.upload(UPLOAD, 1, RequestBody.fromBytes(CONTENT), CONTENT.length, checksum);
            multipart.copy(UPLOAD, 2, "a key", new ByteRange(0, 1));
            multipart.complete(UPLOAD, List.of(new SentPart(1, 7, "\"1\"", checksum)), request -> {});
            multipart.abort(UPLOAD);
            multipart.unfinished("a");
            multipart.parts(UPLOAD);
            return List.of(
                    presigner
                            .presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(5))
                                    .getObjectRequest(get -> get.bucket("b").key("a key")))
                            .url()
                            .toString(),
                    presigner
                            .presignHeadObject(request -> request.signatureDuration(Duration.ofMinutes(5))
                                    .headObjectRequest(head -> head.bucket("b").key("a key")))
                            .url()
                            .toString());
        }
    }

    private static boolean isChecksum(String header) {
        return header.startsWith("x-amz-checksum")
                || header.startsWith("x-amz-sdk-checksum")
                || header.equals("x-amz-trailer");
    }

    @Test
    void withWhenRequiredNoRequestHasAChecksumButContentMd5() throws IOException {
        List<String> urls = everyRequest(S3Config.WHEN_REQUIRED, Checksums.WHEN_REQUIRED);
        assertThat(heads).hasSizeGreaterThan(18);
        assertThat(heads.stream()
                        .filter(head -> head.has(RequestHeadersTest::isChecksum))
                        .map(Head::request))
                .isEmpty();
        assertThat(heads).noneMatch(head -> head.headers().toString().contains("STREAMING-"));
        assertThat(heads.stream()
                        .filter(head -> head.has("content-md5"::equals))
                        .map(Head::request))
                .containsExactly("PUT /b/a%20key", "POST /b?delete", "PUT /b/a%20key?partNumber=1&uploadId=id");
        assertThat(urls).noneMatch(url -> url.toLowerCase(Locale.ROOT).contains("checksum"));
    }

    @Test
    void withWhenSupportedWhatIsSentHasACrcInItsHeadAndNoTrailer() throws IOException {
        everyRequest(S3Config.WHEN_SUPPORTED, Checksums.WHEN_SUPPORTED);
        assertThat(heads).noneMatch(head -> head.headers().toString().contains("STREAMING-"));
        assertThat(heads.stream()
                        .filter(head -> head.has("x-amz-checksum-crc32c"::equals))
                        .map(Head::request))
                .contains("PUT /b/a%20key", "PUT /b/a%20key?partNumber=1&uploadId=id");
    }
}

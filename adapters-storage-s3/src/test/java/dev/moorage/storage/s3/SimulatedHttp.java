package dev.moorage.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The way of signed requests to a simulated store. It checks that a request is a signed delete, and nothing more. */
final class SimulatedHttp implements SdkHttpClient {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final SimulatedS3 s3;

    SimulatedHttp(SimulatedS3 s3) {
        this.s3 = s3;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        URI uri = execute.httpRequest().getUri();
        Map<String, List<String>> query = execute.httpRequest().rawQueryParameters();
        if (execute.httpRequest().method() != SdkHttpMethod.DELETE
                || !query.containsKey("X-Amz-Signature")
                || !query.get("X-Amz-SignedHeaders").equals(List.of("host"))) {
            throw new AssertionError("not a signed delete: " + uri);
        }
        Instant date =
                LocalDateTime.parse(query.get("X-Amz-Date").getFirst(), DATE).toInstant(ZoneOffset.UTC);
        Duration validity =
                Duration.ofSeconds(Long.parseLong(query.get("X-Amz-Expires").getFirst()));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(key(uri), date.plus(validity));
            }

            @Override
            public void abort() {
                // The store responds at once.
            }
        };
    }

    /** The bucket is a part of the host's name, or the first part of the path where its name is too short for that. */
    private static String key(URI uri) {
        String path = uri.getPath().substring(1);
        return uri.getHost().startsWith("s3.") ? path.substring(path.indexOf('/') + 1) : path;
    }

    private HttpExecuteResponse answer(String key, Instant end) throws IOException {
        try {
            return response(s3.signedDelete(key, end) ? 204 : 403, "AccessDenied");
        } catch (S3Exception e) {
            return response(e.statusCode(), e.awsErrorDetails().errorCode());
        } catch (SdkClientException e) {
            throw new IOException(e);
        }
    }

    private HttpExecuteResponse response(int status, String code) {
        SdkHttpResponse.Builder head = s3.dated(SdkHttpResponse.builder()).statusCode(status);
        HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(head.build());
        if (status != 204) {
            byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
            response.responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)));
        }
        return response.build();
    }

    @Override
    public void close() {
        // The store outlives its clients.
    }
}

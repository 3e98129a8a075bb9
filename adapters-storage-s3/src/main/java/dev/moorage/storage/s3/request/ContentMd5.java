package dev.moorage.storage.s3.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import software.amazon.awssdk.core.checksums.ChecksumSpecs;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.core.interceptor.trait.HttpChecksum;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Adds {@code Content-MD5}, and no other checksum, to requests that require a checksum. Every store implements it. The
 * client library's plug-in for MD5 also sends the library's own checksum, which some stores refuse.
 */
public final class ContentMd5 implements ExecutionInterceptor {
    private static final String HEADER = "Content-MD5";
    private static final ExecutionAttribute<Boolean> NEEDED = new ExecutionAttribute<>("MoorageContentMd5");

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        HttpChecksum trait = attributes.getAttribute(SdkInternalExecutionAttribute.HTTP_CHECKSUM);
        if (trait != null && trait.isRequestChecksumRequired()) {
            attributes.putAttribute(NEEDED, true);
            attributes.putAttribute(
                    SdkInternalExecutionAttribute.HTTP_CHECKSUM,
                    HttpChecksum.builder().requestChecksumRequired(false).build());
            // This attribute was computed from the trait before this interceptor ran.
            attributes.putAttribute(
                    SdkExecutionAttribute.RESOLVED_CHECKSUM_SPECS,
                    ChecksumSpecs.builder().isRequestChecksumRequired(false).build());
        }
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        boolean missing = Boolean.TRUE.equals(attributes.getAttribute(NEEDED))
                && request.firstMatchingHeader(HEADER).isEmpty();
        return !missing
                ? request
                : context.requestBody()
                        .map(body ->
                                request.toBuilder().putHeader(HEADER, md5(body)).build())
                        .orElse(request);
    }

    private static String md5(RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            Checksums.Running md5 = Checksums.WHEN_REQUIRED.begin();
            md5.accept(ByteBuffer.wrap(content.readAllBytes()));
            return md5.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

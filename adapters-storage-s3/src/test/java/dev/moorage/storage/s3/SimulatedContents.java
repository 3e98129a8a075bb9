package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** The bytes of objects in requests to the simulated store and in its responses, with their checksums and ETags. */
final class SimulatedContents {
    private final StoreRules rules;
    private final Faults faults;

    SimulatedContents(StoreRules rules, Faults faults) {
        this.rules = rules;
        this.faults = faults;
    }

    /** Reads the body of a request, and refuses one that does not have its checksum. */
    byte[] received(String operation, RequestBody body, String md5, String crc) {
        byte[] content = content(body);
        if (content.length != body.optionalContentLength().orElseThrow()) {
            throw Refusal.of(400, "IncompleteBody");
        }
        if (faults.of("body of " + operation).filter(Fault.FLIPPED_BYTE::equals).isPresent()) {
            content[content.length / 2] ^= 1;
        }
        if (crc != null && rules.has(Quirk.NO_CHECKSUMS)) {
            throw Refusal.of(400, "InvalidArgument");
        }
        if (md5 != null && !md5.equals(Checksums.WHEN_REQUIRED.of(content))) {
            throw Refusal.of(400, "BadDigest");
        }
        if (crc != null && !crc.equals(Checksums.WHEN_SUPPORTED.of(content))) {
            throw Refusal.of(400, "BadDigest");
        }
        return content;
    }

    /** Returns an ETag as the response to a write has it. */
    String written(String etag) {
        return rules.has(Quirk.NO_ETAGS) ? null : etag;
    }

    /** Returns an ETag as the response to a read has it. */
    String read(String etag) {
        return rules.has(Quirk.WEAK_ETAGS) ? "W/" + etag : written(etag);
    }

    static byte[] content(RequestBody body) {
        try (InputStream stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ResponseInputStream<GetObjectResponse> opened(SimulatedObject object, String range) {
        byte[] content = object.content();
        GetObjectResponse.Builder answer = GetObjectResponse.builder()
                .eTag(read(object.etag()))
                .metadata(object.metadata())
                .lastModified(object.lastModified());
        if (range != null) {
            String[] bounds = range.substring("bytes=".length()).split("-");
            long from = Long.parseLong(bounds[0]);
            if (from >= content.length) {
                throw Refusal.of(416, "InvalidRange");
            }
            long to = bounds.length == 1 ? content.length : Math.min(content.length, Long.parseLong(bounds[1]) + 1);
            answer.contentRange("bytes " + from + "-" + (to - 1) + "/" + content.length);
            content = Arrays.copyOfRange(content, (int) from, (int) to);
        }
        return new ResponseInputStream<>(
                answer.contentLength((long) content.length).build(),
                AbortableInputStream.create(new ByteArrayInputStream(content)));
    }

    static Part listed(int number, SimulatedObject part) {
        return Part.builder()
                .partNumber(number)
                .size((long) part.content().length)
                .eTag(part.etag())
                .checksumCRC32C(Checksums.WHEN_SUPPORTED.of(part.content()))
                .lastModified(part.lastModified())
                .build();
    }
}

package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Etags;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.s3.request.RequestFailedException;
import dev.moorage.storage.s3.request.S3Exceptions;
import dev.moorage.storage.s3.request.StreamContent;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads objects, both those that hold their bytes and those that refer to segments. */
public final class StoredObjects {
    private static final int MOST_ATTEMPTS = 8;

    private final Bucket bucket;
    private final Keys keys;
    private final WholeObjects whole;

    /** @param whole learns which objects hold their bytes */
    public StoredObjects(Bucket bucket, Keys keys, WholeObjects whole) {
        this.bucket = bucket;
        this.keys = keys;
        this.whole = whole;
    }

    /**
     * The properties of a stored object.
     *
     * @param info the object's properties. The size of a reference is that of the segments.
     * @param metadata the object's user metadata
     */
    public record Stored(ObjectInfo info, Map<String, String> metadata) {
        public boolean isReference() {
            return Metadata.isReference(metadata);
        }
    }

    public Optional<Stored> stat(ObjectKey key) throws IOException {
        Optional<HeadObjectResponse> head = bucket.head(keys.of(key));
        if (head.isEmpty()) {
            whole.forget(key);
            return Optional.empty();
        }
        Stored stored = stored(key, head.get());
        whole.saw(key, !stored.isReference());
        return Optional.of(stored);
    }

    private static Stored stored(ObjectKey key, HeadObjectResponse head) throws IOException {
        long size = size(key, head.metadata(), head.contentLength());
        ObjectInfo info = new ObjectInfo(
                key, size, Etags.version(head.eTag(), head.metadata(), head.lastModified()), head.lastModified());
        return new Stored(info, head.metadata());
    }

    private static long size(ObjectKey key, Map<String, String> metadata, long storedSize) throws IOException {
        if (!Metadata.isReference(metadata)) {
            return storedSize;
        }
        try {
            return Long.parseLong(metadata.getOrDefault(Metadata.SIZE, ""));
        } catch (NumberFormatException e) {
            throw new IOException("object " + key + " is a damaged reference", e);
        }
    }

    /** Opens an object. When it is replaced between two requests, it is opened again. */
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                return tryOpen(key, range);
            } catch (ReplacedException _) {
                // The new object has other bytes, so it is opened from the start.
            }
        }
        throw new IOException("object " + key + " changes again and again while it is opened");
    }

    private static final class ReplacedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Optional<ObjectContent> tryOpen(ObjectKey key, ByteRange range) throws IOException {
        if (range.length() == 0) {
            return withoutBytes(key, range);
        }
        Optional<ResponseInputStream<GetObjectResponse>> stream;
        try {
            stream = bucket.get(keys.of(key), range);
        } catch (RequestFailedException e) {
            if (e.isBeyondEnd()) {
                return withoutBytes(key, range);
            }
            throw e;
        }
        return stream.isEmpty() ? Optional.empty() : content(key, stream.get(), range);
    }

    private Optional<ObjectContent> content(
            ObjectKey key, ResponseInputStream<GetObjectResponse> stream, ByteRange range) throws IOException {
        GetObjectResponse answer = stream.response();
        ObjectVersion version = version(answer);
        boolean refers = Metadata.isReference(answer.metadata());
        whole.saw(key, !refers);
        if (refers) {
            stream.abort();
            return referred(key, version, range);
        }
        long size = storedSize(answer);
        ObjectInfo info = new ObjectInfo(key, size, version, answer.lastModified());
        return Optional.of(new StreamContent(info, stream, range.lengthWithin(size)));
    }

    private static ObjectVersion version(GetObjectResponse answer) {
        return Etags.version(answer.eTag(), answer.metadata(), answer.lastModified());
    }

    private static long storedSize(GetObjectResponse answer) {
        String range = answer.contentRange();
        return range == null ? answer.contentLength() : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    /**
     * Handles a range that contains no bytes of the stored object. If the object is a reference, its segments may have some.
     */
    private Optional<ObjectContent> withoutBytes(ObjectKey key, ByteRange range) throws IOException {
        Optional<Stored> stored = stat(key);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        ObjectInfo info = stored.get().info();
        if (range.lengthWithin(info.size()) == 0) {
            return Optional.of(StreamContent.empty(info));
        }
        if (!stored.get().isReference()) {
            throw new ReplacedException();
        }
        return referred(key, info.version(), range);
    }

    private Optional<ObjectContent> referred(ObjectKey key, ObjectVersion version, ByteRange range) throws IOException {
        Optional<ResponseInputStream<GetObjectResponse>> opened = unchanged(key, version);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (ResponseInputStream<GetObjectResponse> stream = opened.get()) {
            Reference reference = read(key, stream);
            ObjectInfo info = new ObjectInfo(
                    key, reference.size(), version, stream.response().lastModified());
            return Optional.of(
                    new SegmentsContent(bucket, info, keys.staging(reference.area()), reference.segments(), range));
        }
    }

    /**
     * Reads the whole object in the version that was seen before. Empty when it has been deleted since. The ETag of the
     * response is compared, because stores interpret {@code If-Match} differently.
     */
    private Optional<ResponseInputStream<GetObjectResponse>> unchanged(ObjectKey key, ObjectVersion version)
            throws IOException {
        Optional<ResponseInputStream<GetObjectResponse>> stream = bucket.get(keys.of(key), ByteRange.WHOLE);
        if (stream.isPresent() && !version(stream.get().response()).equals(version)) {
            stream.get().abort();
            throw new ReplacedException();
        }
        return stream;
    }

    /** Returns the reference that an object contains. Empty when the object is absent, or holds its bytes itself. */
    public Optional<Reference> reference(ObjectKey key) throws IOException {
        Optional<ResponseInputStream<GetObjectResponse>> opened = bucket.get(keys.of(key), ByteRange.WHOLE);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (ResponseInputStream<GetObjectResponse> stream = opened.get()) {
            if (!Metadata.isReference(stream.response().metadata())) {
                stream.abort();
                return Optional.empty();
            }
            return Optional.of(read(key, stream));
        }
    }

    private static Reference read(ObjectKey key, ResponseInputStream<GetObjectResponse> stream) throws IOException {
        try {
            return Reference.read(key, stream.readAllBytes());
        } catch (SdkException e) {
            throw S3Exceptions.translated("GetObject", e);
        }
    }
}

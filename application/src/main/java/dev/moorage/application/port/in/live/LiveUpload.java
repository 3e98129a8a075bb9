package dev.moorage.application.port.in.live;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An upload under way.
 *
 * @param replica the name of the server that received its last byte
 */
public record LiveUpload(
        UploadId id,
        RepositoryName repository,
        UploadState state,
        String replica,
        Client client,
        Flow flow,
        History history) {
    public LiveUpload {
        Objects.requireNonNull(id);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(state);
        Objects.requireNonNull(replica);
        Objects.requireNonNull(client);
        Objects.requireNonNull(flow);
        Objects.requireNonNull(history);
    }

    /**
     * The client of the last request with a body.
     *
     * @param user the user's name, or empty for an anonymous caller
     * @param address the IP address as text, or empty
     * @param product the first product of {@code User-Agent} (RFC 9110, section 10.1.5), or empty
     * @param method the method of the request
     */
    public record Client(Optional<String> user, String address, String product, String method) {
        public Client {
            Objects.requireNonNull(user);
            Objects.requireNonNull(address);
            Objects.requireNonNull(product);
            Objects.requireNonNull(method);
        }
    }

    /**
     * How the bytes flow.
     *
     * @param bytes the size of the upload in bytes, with those that a crash would lose
     * @param durable how many of them are known to be stored, or empty where nothing is
     * @param expected what the size will be at the end of the request, where the request announces it
     * @param rate the bytes per second of the last ten seconds at most
     * @param mean the bytes per second since the upload was first seen
     */
    public record Flow(long bytes, OptionalLong durable, OptionalLong expected, long rate, long mean) {
        public Flow {
            Objects.requireNonNull(durable);
            Objects.requireNonNull(expected);
        }
    }

    /**
     * What the server has seen of the upload.
     *
     * @param startedAt when its first body began
     * @param lastByteAt when its last byte arrived, or when its last body began
     * @param requests the number of requests with a body
     * @param resumed how often it went on from bytes of a request that broke off
     * @param fenced how many requests lost it to another request
     */
    public record History(Instant startedAt, Instant lastByteAt, int requests, int resumed, int fenced) {
        public History {
            Objects.requireNonNull(startedAt);
            Objects.requireNonNull(lastByteAt);
        }
    }
}

package dev.moorage.application.service.upload.token;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The upload token of a CNCF Distribution that used the same secret. Accepting it lets an upload continue that
 * Distribution has started. It is the JSON {@code {"Name","UUID","Offset","StartedAt"}}, signed like Moorage's tokens
 * ({@code registry/handlers/hmac.go}).
 */
final class DistributionToken {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DistributionToken() {}

    static Optional<UploadToken> decode(byte[] payload) {
        try {
            JsonNode node = JSON.readTree(payload);
            Optional<RepositoryName> repository =
                    RepositoryName.tryParse(node.path("Name").asString(""));
            Optional<UploadId> id = UploadId.tryParse(node.path("UUID").asString(""));
            long offset = node.path("Offset").asLong(-1);
            Instant startedAt =
                    OffsetDateTime.parse(node.path("StartedAt").asString("")).toInstant();
            return repository.isEmpty() || id.isEmpty() || offset < 0
                    ? Optional.empty()
                    : Optional.of(new UploadToken(
                            repository.get(), id.get(), offset, 0, startedAt, DigestAlgorithm.CANONICAL));
        } catch (JacksonException | DateTimeException _) {
            return Optional.empty();
        }
    }
}

package dev.moorage.application.service.upload.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadOwnerTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final UploadId ID = new UploadId(new UUID(1, 2));
    private static final UploadToken TOKEN =
            new UploadToken(REPOSITORY, ID, 3, 4, Instant.ofEpochMilli(5), DigestAlgorithm.SHA512);

    private final UploadTokens tokens = new UploadTokens(new TokenSecrets(List.of(new byte[32])));

    @ParameterizedTest
    @ValueSource(strings = {"alice", "github:acme/app", "ü\uD83D\uDE00 x", "a"})
    void ownerIsInTheStateOfItsUpload(String owner) {
        String state = tokens.sign(TOKEN, owner);
        assertThat(tokens.verify(state)).contains(TOKEN);
        assertThat(tokens.owner(state, REPOSITORY, ID)).contains(owner);
        assertThat(tokens.owner(state, new RepositoryName("a/c"), ID)).isEmpty();
        assertThat(tokens.owner(state, REPOSITORY, new UploadId(new UUID(1, 3))))
                .isEmpty();
    }

    @Test
    void longestNamesFit() {
        RepositoryName repository = new RepositoryName("a".repeat(RepositoryName.MAX_LENGTH));
        UploadToken token = new UploadToken(repository, ID, 3, 4, Instant.ofEpochMilli(5), DigestAlgorithm.SHA256);
        String owner = "\uFFFD".repeat(512);
        assertThat(tokens.owner(tokens.sign(token, owner), repository, ID)).contains(owner);
    }

    @Test
    void stateWithoutAnOwnerAndForgedStatesHaveNone() {
        assertThat(tokens.owner(tokens.sign(TOKEN, ""), REPOSITORY, ID)).isEmpty();
        String forged = new UploadTokens(
                        new TokenSecrets(List.of("other".repeat(8).getBytes(StandardCharsets.US_ASCII))))
                .sign(TOKEN, "alice");
        for (String state : List.of(forged, "", "AA", "!", "A".repeat(5000))) {
            assertThat(tokens.owner(state, REPOSITORY, ID)).as(state).isEmpty();
        }
    }
}

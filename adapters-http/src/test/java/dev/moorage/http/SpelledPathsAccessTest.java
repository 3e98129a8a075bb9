package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that access control sees the same repository name as storage, whatever the spelling of the path. */
class SpelledPathsAccessTest {
    private final RunningRegistry registry =
            new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), new NotTheSecretOne());

    SpelledPathsAccessTest() throws IOException {}

    /** Grants access to all repositories except one. */
    private static final class NotTheSecretOne implements Authorize {
        private final Authorize others = new OpenAccess();

        @Override
        public AccessResult authorize(AccessCommand command) {
            boolean secret = command.need().questions().stream()
                    .flatMap(question -> question.repository().stream())
                    .anyMatch(name -> name.value().equals("a/secret"));
            return secret ? RunningRegistry.FORBIDDEN : others.authorize(command);
        }
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a/secret/tags/list",
                "/v2/a/%73ecret/tags/list",
                "/v2/a%2Fsecret/tags/list",
                "/v2/a%2fs%65cret%2ftags%2flist",
                "//v2//a//secret//tags//list//",
                "/v2/a/secret%2F/tags/list",
                "/v2/%2Fa/secret/tags/list",
                "http://registry/v2/a%2Fsecret/tags/list"
            })
    void aRepositoryThatIsDeniedIsDeniedUnderEverySpelling(String path) throws IOException {
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET " + path).status()).isEqualTo(403);
            assertThat(registry.storage.calls()).isEmpty();
        }
    }
}

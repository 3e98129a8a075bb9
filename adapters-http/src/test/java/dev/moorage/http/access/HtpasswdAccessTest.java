package dev.moorage.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtpasswdAccessTest {
    private static final AccessRequest LOGIN = new AccessRequest(Action.LOGIN, Optional.empty());
    private final EditedFile file = new EditedFile();
    private final HtpasswdAccess access;

    HtpasswdAccessTest() throws IOException {
        file.write("alice", "wonderland");
        this.access = new HtpasswdAccess("the \"realm\"", file);
    }

    /** A file that the test changes. */
    private static final class EditedFile implements HtpasswdAccess.Source {
        private List<String> lines = List.of();
        private int version;

        void write(String user, String password) {
            lines = List.of("# users", "", user + ":" + BCrypt.withDefaults().hashToString(4, password.toCharArray()));
            version++;
        }

        @Override
        public String stamp() {
            return Integer.toString(version);
        }

        @Override
        public List<String> lines() {
            return lines;
        }
    }

    private AccessDecision basic(String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return access.decide(Optional.of("Basic " + encoded), LOGIN);
    }

    @Test
    void whoHasThePasswordMayAndIsNamed() {
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland"))
                    .isInstanceOfSatisfying(
                            AccessDecision.Granted.class,
                            granted -> assertThat(granted.grant().user()).contains("alice"));
        }
    }

    @Test
    void everyoneElseIsAskedForAPassword() {
        AccessDecision challenge = new AccessDecision.Challenge("Basic realm=\"the realm\"");
        assertThat(access.decide(Optional.empty(), LOGIN)).isEqualTo(challenge);
        for (String credentials : new String[] {
            "alice:wrong", "alice:", "bob:wonderland", ":wonderland", "alice", "", "alice:" + "x".repeat(1000)
        }) {
            assertThat(basic(credentials)).as(credentials).isEqualTo(challenge);
        }
        for (String header : new String[] {"Basic", "Basic !!!", "Bearer x", "basic ", ""}) {
            assertThat(access.decide(Optional.of(header), LOGIN)).as(header).isEqualTo(challenge);
        }
    }

    @Test
    void aPasswordThatWasChangedIsNotRemembered() {
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
        file.write("alice", "looking-glass");
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void onlyBcryptIsAccepted() {
        for (String line : new String[] {"alice:plain", "alice:{SHA}x", "alice:$apr1$x$y", "nothing", ":$2y$05$x"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new HtpasswdFile(List.of(line)));
        }
    }
}

package dev.moorage.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HtpasswdAccessTest {
    private static final AccessRequest LOGIN = new AccessRequest(Action.LOGIN, Optional.empty());
    private static final LoginLimits.Rate ANY = new LoginLimits.Rate(0, Duration.ofMinutes(1));
    private static final LoginLimits UNLIMITED = new LoginLimits(ANY, ANY);
    private final EditedFile file = new EditedFile();
    private final HtpasswdAccess access;

    HtpasswdAccessTest() throws Exception {
        file.write("alice", "wonderland");
        this.access = new HtpasswdAccess("the \"realm\"", file, UNLIMITED);
    }

    /** An htpasswd file that the test changes. */
    private static final class EditedFile implements HtpasswdSource {
        private List<String> lines = List.of();
        private int version;
        private int read;
        private boolean found = true;
        private boolean readable = true;

        void write(String user, String password) {
            hold("# users", "", line(user, password));
        }

        void hold(String... all) {
            lines = List.of(all);
            version++;
        }

        static String line(String user, String password) {
            return user + ":" + BCrypt.withDefaults().hashToString(4, password.toCharArray());
        }

        @Override
        public String stamp() throws IOException {
            if (!found) {
                throw new NoSuchFileException("users");
            }
            return Integer.toString(version);
        }

        @Override
        public List<String> lines() throws IOException {
            read++;
            if (!readable) {
                throw new AccessDeniedException("users");
            }
            return lines;
        }
    }

    private AccessDecision basic(String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return withHeader(Optional.of("Basic " + encoded));
    }

    private AccessDecision withHeader(Optional<String> authorization) {
        return access.decide(new Client(authorization, "192.0.2.1", () -> true), LOGIN);
    }

    @Test
    void whoHasThePasswordMayAndIsNamed() {
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland"))
                    .isInstanceOfSatisfying(
                            AccessDecision.Granted.class,
                            granted -> assertThat(granted.caller().subject()).hasToString("alice"));
        }
    }

    @Test
    void everyoneElseIsAskedForAPassword() {
        AccessDecision challenge = new AccessDecision.Challenge("Basic realm=\"the realm\"");
        assertThat(withHeader(Optional.empty())).isEqualTo(challenge);
        for (String credentials : new String[] {
            "alice:wrong", "alice:", "bob:wonderland", ":wonderland", "alice", "", "alice:" + "x".repeat(1000)
        }) {
            assertThat(basic(credentials)).as(credentials).isEqualTo(challenge);
        }
        for (String header : new String[] {"Basic", "Basic !!!", "Bearer x", "basic ", ""}) {
            assertThat(withHeader(Optional.of(header))).as(header).isEqualTo(challenge);
        }
    }

    /** Go and crypt(3) compare the same bytes, so a user with a longer password in {@code registry:2} can still log in. */
    @Test
    void ofAPasswordTheFirst72BytesCount() {
        // crypt(3) made this hash of a hundred letters. It makes the same hash of the first 72.
        file.hold("alice:$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i");
        for (int length : new int[] {72, 73, 100, 5000}) {
            assertThat(basic("alice:" + "x".repeat(length))).isInstanceOf(AccessDecision.Granted.class);
        }
        assertThat(basic("alice:" + "x".repeat(71))).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("alice:" + "x".repeat(71) + "y")).isInstanceOf(AccessDecision.Challenge.class);
    }

    @Test
    void theFirst72BytesCanEndWithinALetter() {
        // crypt(3) made this hash of 71 letters and ü. The 72nd byte is the first of the two bytes of ü.
        file.hold("alice:$2y$04$abcdefghijklmnopqrstuuBQHqZaO/dlDRZ.TvJ67we2MtFVZUvA2");
        assertThat(basic("alice:" + "x".repeat(71) + "ü and more")).isInstanceOf(AccessDecision.Granted.class);
        assertThat(basic("alice:" + "x".repeat(71) + "u and more")).isInstanceOf(AccessDecision.Challenge.class);
    }

    @AfterEach
    void endThreads() {
        access.close();
    }

    @Test
    void aFileThatMustNotBeUsedLeavesTheUsersOfBefore() {
        file.hold("alice:$2y$31$" + "x".repeat(53));
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
            assertThat(basic("alice:wrong")).isInstanceOf(AccessDecision.Challenge.class);
        }
        assertThat(file.read).isEqualTo(2);
        file.write("alice", "looking-glass");
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void aPasswordThatWasRememberedAsWrongIsRightOnceTheFileSaysSo() {
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("bob:builder")).isInstanceOf(AccessDecision.Challenge.class);
        file.hold(EditedFile.line("alice", "looking-glass"), EditedFile.line("bob", "builder"));
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Granted.class);
        assertThat(basic("bob:builder")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void aPasswordThatWasChangedIsNotRemembered() {
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
        file.write("alice", "looking-glass");
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void aUserWhoWasTakenOutIsRefusedWhateverElseTheFileHolds() {
        String bob = EditedFile.line("bob", "builder");
        file.hold(EditedFile.line("alice", "wonderland"), bob);
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
        file.hold("carol:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=", bob);
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("carol:123456")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("bob:builder")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void whileThereIsNoFileNobodyIsKnown() {
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
        file.found = false;
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        file.found = true;
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
    }

    @Test
    void whileTheFileThatChangedCannotBeReadNobodyIsKnown() {
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Granted.class);
        file.write("alice", "looking-glass");
        file.readable = false;
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
            assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Challenge.class);
        }
        file.readable = true;
        assertThat(basic("alice:wonderland")).isInstanceOf(AccessDecision.Challenge.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(AccessDecision.Granted.class);
    }
}

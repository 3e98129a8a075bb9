package dev.moorage.identity.htpasswd;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.keys.FileStamp;
import dev.moorage.identity.login.LoginLimits;
import dev.moorage.identity.login.LoginThrottle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HtpasswdAuthenticatorTest {
    private static final byte[] OLD = new byte[32];
    private static final byte[] NEW = "another secret of more than 32 bytes".getBytes(StandardCharsets.US_ASCII);
    private static final LoginLimits.Rate ANY = new LoginLimits.Rate(0, Duration.ofMinutes(1));
    private static final LoginThrottle UNLIMITED = new LoginThrottle(new LoginLimits(ANY, ANY));
    private final EditedFile file = new EditedFile();
    private final HtpasswdAuthenticator access;

    HtpasswdAuthenticatorTest() throws Exception {
        file.write("alice", "wonderland");
        this.access = new HtpasswdAuthenticator(file, fingerprints(OLD), UNLIMITED);
    }

    private static PasswordFingerprints fingerprints(byte[]... secrets) {
        return new PasswordFingerprints(new IssuerKeys(List.of(secrets)));
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
        public FileStamp stamp() throws IOException {
            if (!found) {
                throw new NoSuchFileException("users");
            }
            return new FileStamp(version, 0, Instant.EPOCH);
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

    private Authentication basic(String credentials) {
        int colon = credentials.indexOf(':');
        return access.authenticate(new LoginAttempt(
                credentials.substring(0, colon), credentials.substring(colon + 1), "192.0.2.1", () -> true));
    }

    @Test
    void userWithTheRightPasswordIsAcceptedByName() {
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland"))
                    .isInstanceOfSatisfying(
                            Authentication.Accepted.class,
                            accepted -> assertThat(accepted.user()).hasToString("alice"));
        }
    }

    @Test
    void otherPasswordsAndUsersAreRejected() {
        for (String credentials : new String[] {
            "alice:wrong",
            "alice:",
            "bob:wonderland",
            ":wonderland",
            ":",
            " :x",
            "alice:\0",
            "*:*",
            ")(:)(",
            "alice:" + "x".repeat(1000),
            "a".repeat(10_000) + ":wonderland"
        }) {
            assertThat(basic(credentials)).as(credentials).isEqualTo(new Authentication.Rejected());
        }
    }

    @Test
    void hashesOfOtherKindsAreAccepted() {
        file.hold(
                "sha256:" + Sha2Crypt.sha256Crypt("ü:%".getBytes(StandardCharsets.UTF_8), "$5$rounds=1000$saltsalt"),
                "sha512:" + Sha2Crypt.sha512Crypt("ü:%".getBytes(StandardCharsets.UTF_8), "$6$rounds=1000$saltsalt"),
                // Made by argon2 of the reference implementation.
                "argon2:$argon2id$v=19$m=256,t=1,p=4$c2FsdHlzYWx0$oOCIl9yiCq1wOSD3RxneZ4fud6TdsiBn");
        assertThat(basic("sha256:ü:%")).isInstanceOf(Authentication.Accepted.class);
        assertThat(basic("sha512:ü:%")).isInstanceOf(Authentication.Accepted.class);
        assertThat(basic("argon2:password")).isInstanceOf(Authentication.Accepted.class);
        for (String user : List.of("sha256", "sha512", "argon2")) {
            assertThat(basic(user + ":wrong")).as(user).isInstanceOf(Authentication.Rejected.class);
        }
    }

    private Authentication.Accepted accepted(String credentials) {
        Authentication result = basic(credentials);
        assertThat(result).isInstanceOf(Authentication.Accepted.class);
        return (Authentication.Accepted) result;
    }

    @Test
    void fingerprintEndsWithThePasswordAndWithTheUser() {
        Authentication.Accepted login = accepted("alice:wonderland");
        String fingerprint = login.fingerprint().orElseThrow();
        assertThat(access.isCurrent(login.user(), fingerprint)).isTrue();
        assertThat(access.isCurrent(login.user(), fingerprint + "x")).isFalse();
        assertThat(access.isCurrent(new IdentityProvider("oidc", "github").user("alice", List.of()), fingerprint))
                .as("of another provider")
                .isFalse();
        file.write("alice", "wonderland"); // Another salt.
        assertThat(access.isCurrent(login.user(), fingerprint)).isFalse();
        fingerprint = accepted("alice:wonderland").fingerprint().orElseThrow();
        assertThat(access.isCurrent(login.user(), fingerprint)).isTrue();
        file.write("bob", "builder");
        assertThat(access.isCurrent(login.user(), fingerprint)).isFalse();
    }

    @Test
    void fingerprintOfTheOldSecretIsCurrentWhileTheSecretIsReplaced() throws Exception {
        Authentication.Accepted login = accepted("alice:wonderland");
        String old = login.fingerprint().orElseThrow();
        try (HtpasswdAuthenticator during = new HtpasswdAuthenticator(file, fingerprints(NEW, OLD), UNLIMITED);
                HtpasswdAuthenticator after = new HtpasswdAuthenticator(file, fingerprints(NEW), UNLIMITED)) {
            assertThat(during.isCurrent(login.user(), old)).isTrue();
            assertThat(after.isCurrent(login.user(), old)).isFalse();
        }
    }

    /** Go and crypt(3) compare the same bytes, so a user with a longer password in {@code registry:2} can still log in. */
    @Test
    void ofAPasswordTheFirst72BytesCount() {
        // crypt(3) made this hash of a hundred letters. It makes the same hash of the first 72.
        file.hold("alice:$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i");
        for (int length : new int[] {72, 73, 100, 5000}) {
            assertThat(basic("alice:" + "x".repeat(length))).isInstanceOf(Authentication.Accepted.class);
        }
        assertThat(basic("alice:" + "x".repeat(71))).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("alice:" + "x".repeat(71) + "y")).isInstanceOf(Authentication.Rejected.class);
    }

    @Test
    void theFirst72BytesCanEndWithinALetter() {
        // crypt(3) made this hash of 71 letters and ü. The 72nd byte is the first of the two bytes of ü.
        file.hold("alice:$2y$04$abcdefghijklmnopqrstuuBQHqZaO/dlDRZ.TvJ67we2MtFVZUvA2");
        assertThat(basic("alice:" + "x".repeat(71) + "ü and more")).isInstanceOf(Authentication.Accepted.class);
        assertThat(basic("alice:" + "x".repeat(71) + "u and more")).isInstanceOf(Authentication.Rejected.class);
    }

    @AfterEach
    void endThreads() {
        access.close();
    }

    @Test
    void aFileThatMustNotBeUsedLeavesTheUsersOfBefore() {
        file.hold("alice:$2y$31$" + "x".repeat(53));
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
            assertThat(basic("alice:wrong")).isInstanceOf(Authentication.Rejected.class);
        }
        assertThat(file.read).isEqualTo(2);
        file.write("alice", "looking-glass");
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void aPasswordThatWasRememberedAsWrongIsRightOnceTheFileSaysSo() {
        assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("bob:builder")).isInstanceOf(Authentication.Rejected.class);
        file.hold(EditedFile.line("alice", "looking-glass"), EditedFile.line("bob", "builder"));
        assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Accepted.class);
        assertThat(basic("bob:builder")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void aPasswordThatWasChangedIsNotRemembered() {
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
        file.write("alice", "looking-glass");
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void aRemovedUserIsRefusedWhateverElseTheFileHolds() {
        String bob = EditedFile.line("bob", "builder");
        file.hold(EditedFile.line("alice", "wonderland"), bob);
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
        file.hold("carol:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=", bob);
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("carol:123456")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("bob:builder")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void withoutAFileNoUserIsKnown() {
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
        file.found = false;
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
        file.found = true;
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void whileAChangedFileCannotBeReadNoUserIsKnown() {
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Accepted.class);
        file.write("alice", "looking-glass");
        file.readable = false;
        for (int i = 0; i < 2; i++) {
            assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
            assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Rejected.class);
        }
        file.readable = true;
        assertThat(basic("alice:wonderland")).isInstanceOf(Authentication.Rejected.class);
        assertThat(basic("alice:looking-glass")).isInstanceOf(Authentication.Accepted.class);
    }
}

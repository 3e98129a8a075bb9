package dev.moorage.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.htpasswd.HtpasswdAuthenticator;
import dev.moorage.identity.htpasswd.HtpasswdSource;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.keys.FileStamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.Test;

class PasswordProvidersTest {
    private static final Authentication REJECTED = new Authentication.Rejected();

    /** Accepts the password of its own name, and keeps which users it was asked for. */
    private static final class OfItsName implements PasswordProvider {
        private final String name;
        private final Predicate<String> users;
        private final List<String> asked = new ArrayList<>();

        OfItsName(String name, Predicate<String> users) {
            this.name = name;
            this.users = users;
        }

        @Override
        public boolean mayHave(String user) {
            return users.test(user);
        }

        @Override
        public Authentication authenticate(LoginAttempt login) {
            asked.add(login.user());
            return users.test(login.user()) && login.password().equals(name)
                    ? new Authentication.Accepted(
                            IdentityProvider.PASSWORD_FILE.user(login.user(), List.of()), Optional.empty())
                    : REJECTED;
        }

        @Override
        public boolean isCurrent(Subject.User user, String fingerprint) {
            return fingerprint.equals(name);
        }
    }

    private final OfItsName first = new OfItsName("first", "alice"::equals);
    private final OfItsName last = new OfItsName("last", List.of("alice", "bob")::contains);

    private static LoginAttempt login(String user, String password) {
        return new LoginAttempt(user, password, "192.0.2.1", () -> true);
    }

    @Test
    void passwordGoesToTheFirstProviderThatMayHaveTheUserAndToNoOther() {
        PasswordProviders providers = new PasswordProviders(List.of(first, last));
        assertThat(providers.authenticate(login("alice", "first"))).isInstanceOf(Authentication.Accepted.class);
        assertThat(providers.authenticate(login("alice", "last"))).isEqualTo(REJECTED);
        assertThat(providers.authenticate(login("bob", "last"))).isInstanceOf(Authentication.Accepted.class);
        assertThat(first.asked).containsExactly("alice", "alice");
        assertThat(last.asked).containsExactly("bob");
    }

    @Test
    void userThatNoProviderHasIsCheckedByTheLastOne() {
        PasswordProviders providers = new PasswordProviders(List.of(first, last));
        assertThat(providers.authenticate(login("carol", "last"))).isEqualTo(REJECTED);
        assertThat(last.asked).containsExactly("carol");
    }

    @Test
    void failuresOfUsersThatAreNotInThePasswordFileAreThrottled() throws Exception {
        String hash =
                Sha2Crypt.sha256Crypt("wonderland".getBytes(StandardCharsets.US_ASCII), "$5$rounds=1000$saltsalt");
        HtpasswdSource source = new HtpasswdSource() {
            @Override
            public FileStamp stamp() {
                return new FileStamp("users", 0, Instant.EPOCH);
            }

            @Override
            public List<String> lines() {
                return List.of("alice:" + hash);
            }
        };
        LoginThrottle throttle = new LoginThrottle(LoginLimits.defaults(), () -> 0);
        PasswordFingerprints fingerprints = new PasswordFingerprints(new IssuerKeys(List.of(new byte[32])));
        PasswordProviders providers =
                new PasswordProviders(List.of(new HtpasswdAuthenticator(source, fingerprints, throttle)));
        try {
            for (int i = 0; i < LoginLimits.defaults().perAddress().count(); i++) {
                assertThat(providers.authenticate(login("unknown-" + i, "x"))).isEqualTo(REJECTED);
            }
            assertThat(providers.authenticate(login("another", "x"))).isInstanceOf(Authentication.Throttled.class);
        } finally {
            providers.close();
        }
    }
}

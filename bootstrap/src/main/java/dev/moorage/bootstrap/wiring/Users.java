package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.identity.htpasswd.HtpasswdAuthenticator;
import dev.moorage.identity.htpasswd.InvalidHtpasswdException;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.login.LoginThrottle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Opens the users that {@code auth.htpasswd} configures. */
final class Users {
    private Users() {}

    /**
     * Reads the htpasswd file that is configured, if one is.
     *
     * @throws InvalidConfigurationException when the file cannot be read, or has a hash that must not be checked.
     *     Distribution makes a file that is missing, and logs its password
     */
    static Optional<Authenticator> open(AuthConfig auth, IssuerKeys keys) throws InvalidConfigurationException {
        if (auth.htpasswd().isEmpty()) {
            return Optional.empty();
        }
        AuthConfig.Htpasswd htpasswd = auth.htpasswd().get();
        try {
            return Optional.of(new HtpasswdAuthenticator(
                    new HtpasswdPath(htpasswd.path()), new PasswordFingerprints(keys), new LoginThrottle(auth.logins())));
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + Unreadable.inWords(htpasswd.path(), e)));
        } catch (InvalidHtpasswdException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + htpasswd.path() + ": " + e.getMessage()));
        }
    }
}

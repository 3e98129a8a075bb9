package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.http.auth.AccessControl;
import dev.moorage.http.auth.HtpasswdAccess;
import dev.moorage.http.auth.InvalidHtpasswdException;
import dev.moorage.http.auth.OpenAccess;
import java.io.IOException;
import java.util.List;

/** Opens the access control that {@code auth} configures. */
final class Access {
    private Access() {}

    /**
     * Reads the htpasswd file that is configured.
     *
     * @throws InvalidConfigurationException when the file cannot be read, or has a hash that must not be checked.
     *     Distribution makes a file that is missing, and logs its password
     */
    static AccessControl open(AuthConfig auth) throws InvalidConfigurationException {
        if (auth.htpasswd().isEmpty()) {
            return new OpenAccess();
        }
        AuthConfig.Htpasswd htpasswd = auth.htpasswd().get();
        try {
            return new HtpasswdAccess(htpasswd.realm(), new HtpasswdPath(htpasswd.path()), auth.logins());
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + Unreadable.inWords(htpasswd.path(), e)));
        } catch (InvalidHtpasswdException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + htpasswd.path() + ": " + e.getMessage()));
        }
    }
}

package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.http.access.AccessControl;
import dev.moorage.http.access.HtpasswdAccess;
import dev.moorage.http.access.InvalidHtpasswdException;
import dev.moorage.http.access.LoginLimits;
import dev.moorage.http.access.OpenAccess;
import java.io.IOException;
import java.util.List;

/** Who may do what, as {@code auth} says it. */
final class Access {
    private Access() {}

    /**
     * Reads the file that is named.
     *
     * @param limits how many logins may fail
     * @throws InvalidConfigurationException it cannot be read: unlike Distribution, which makes one where there is none, and
     *     logs the password. Or it has a hash that must not be checked.
     */
    static AccessControl open(Configuration.Auth auth, LoginLimits limits) throws InvalidConfigurationException {
        if (auth.htpasswd().isEmpty()) {
            return new OpenAccess();
        }
        Configuration.Htpasswd htpasswd = auth.htpasswd().get();
        try {
            return new HtpasswdAccess(htpasswd.realm(), new HtpasswdPath(htpasswd.path()), limits);
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + Unreadable.inWords(htpasswd.path(), e)));
        } catch (InvalidHtpasswdException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + htpasswd.path() + ": " + e.getMessage()));
        }
    }
}

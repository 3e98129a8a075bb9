package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.LdapConfig;
import dev.moorage.identity.htpasswd.HtpasswdAuthenticator;
import dev.moorage.identity.htpasswd.InvalidHtpasswdException;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.ldap.LdapAuthenticator;
import dev.moorage.identity.login.LoginThrottle;
import dev.moorage.identity.login.PasswordProvider;
import dev.moorage.identity.login.PasswordProviders;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Opens the users that {@code auth.htpasswd} configures. */
final class Users {
    private Users() {}

    /**
     * Reads the files that are configured: the htpasswd file, and the authorities of the directory. No directory is asked yet.
     *
     * @throws InvalidConfigurationException when a file cannot be read, or has a hash that must not be checked.
     *     Distribution makes an htpasswd file that is missing, and logs its password
     */
    static Optional<Authenticator> open(AuthConfig auth, IssuerKeys keys) throws InvalidConfigurationException {
        LoginThrottle throttle = new LoginThrottle(auth.logins());
        PasswordFingerprints fingerprints = new PasswordFingerprints(keys);
        List<PasswordProvider> providers = new ArrayList<>();
        if (auth.htpasswd().isPresent()) {
            providers.add(htpasswd(auth.htpasswd().get(), fingerprints, throttle));
        }
        if (auth.ldap().isPresent()) {
            providers.add(ldap(auth.ldap().get(), fingerprints, throttle));
        }
        return providers.isEmpty() ? Optional.empty() : Optional.of(new PasswordProviders(providers));
    }

    private static PasswordProvider htpasswd(
            AuthConfig.Htpasswd htpasswd, PasswordFingerprints fingerprints, LoginThrottle throttle)
            throws InvalidConfigurationException {
        try {
            return new HtpasswdAuthenticator(new HtpasswdPath(htpasswd.path()), fingerprints, throttle);
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + Unreadable.inWords(htpasswd.path(), e)));
        } catch (InvalidHtpasswdException e) {
            throw new InvalidConfigurationException(
                    List.of("auth.htpasswd.path: " + htpasswd.path() + ": " + e.getMessage()));
        }
    }

    private static PasswordProvider ldap(LdapConfig ldap, PasswordFingerprints fingerprints, LoginThrottle throttle)
            throws InvalidConfigurationException {
        return new LdapAuthenticator(ldap.settings(trusting(ldap.caFile())), fingerprints, throttle);
    }

    private static SSLContext trusting(Optional<Path> caFile) throws InvalidConfigurationException {
        if (caFile.isPresent()) {
            return IssuerKeySources.trusting("auth.ldap.cafile", caFile.get());
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks TLS", e);
        }
    }
}

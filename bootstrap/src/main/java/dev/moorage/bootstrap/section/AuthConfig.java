package dev.moorage.bootstrap.section;

import dev.moorage.identity.login.LoginLimits;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.UnsupportedKeys;
import dev.moorage.bootstrap.config.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code auth}, which holds at most one kind of access control, and {@code limits.logins}. An unknown key below {@code auth} is
 * an error and not a warning as elsewhere, since a registry that was meant to be closed would be open.
 */
public record AuthConfig(Optional<Htpasswd> htpasswd, LoginLimits logins) {
    private static final String AUTH = "auth";

    private static final Key<String> REALM = Key.text(
            "auth.htpasswd.realm", "Registry Realm", "the realm that clients show when they ask for a password");
    private static final Key<Optional<String>> PATH = Key.optional(
            "auth.htpasswd.path",
            "users and bcrypt hashes of a cost from 4 to 16. Any other line is ignored with a warning. The file is read"
                    + " again when it changes. A changed file with another cost is rejected. While the file cannot be"
                    + " read, no login succeeds");
    private static final Key<LoginLimits.Rate> LOGINS_PER_ADDRESS = Key.of(
                    "limits.logins.peraddress",
                    "rate",
                    LoginLimits.defaults().perAddress(),
                    "`20/1m`",
                    "how many logins from one address may fail in that time before 429. A cached successful login always"
                            + " passes. `0` for no limit, for example behind a proxy",
                    LoginRates::read)
            .ours();
    private static final Key<LoginLimits.Rate> LOGINS_PER_USER = Key.of(
                    "limits.logins.peruser",
                    "rate",
                    LoginLimits.defaults().perUser(),
                    "`10/1m`",
                    "the same for one user from one address",
                    LoginRates::read)
            .ours();

    public static final ConfigSection<AuthConfig> SECTION =
            ConfigSection.of(AuthConfig.class, AuthConfig::read, REALM, PATH, LOGINS_PER_ADDRESS, LOGINS_PER_USER);

    public AuthConfig {
        Objects.requireNonNull(htpasswd);
        Objects.requireNonNull(logins);
    }

    /** {@code auth.htpasswd}. */
    public record Htpasswd(String realm, Path path) {
        public Htpasswd {
            Objects.requireNonNull(realm);
            Objects.requireNonNull(path);
        }
    }

    private static AuthConfig read(Values values) {
        Section auth = values.section(AUTH);
        List<String> types = auth.keys();
        if (types.size() > 1) {
            values.error(AUTH, "names more than one access control: " + String.join(", ", types));
        }
        Optional<Htpasswd> htpasswd = Optional.empty();
        for (String type : types) {
            switch (type.toLowerCase(Locale.ROOT)) {
                case "none" -> auth.value(type);
                case "htpasswd" -> htpasswd = htpasswd(auth.section(type), values);
                default -> refuse(auth, type, values);
            }
        }
        return new AuthConfig(htpasswd, new LoginLimits(values.get(LOGINS_PER_ADDRESS), values.get(LOGINS_PER_USER)));
    }

    private static Optional<Htpasswd> htpasswd(Section htpasswd, Values values) {
        Optional<String> path = htpasswd.text("path");
        if (path.isEmpty()) {
            values.error(htpasswd.path("path"), "is missing");
        }
        String realm = htpasswd.text("realm").orElse(REALM.otherwise());
        return path.map(file -> new Htpasswd(realm, Path.of(file)));
    }

    private static void refuse(Section auth, String type, Values values) {
        String path = auth.path(type);
        values.error(path, UnsupportedKeys.refused(path).orElse("is neither htpasswd nor none"));
        auth.value(type); // The error is already reported.
    }
}

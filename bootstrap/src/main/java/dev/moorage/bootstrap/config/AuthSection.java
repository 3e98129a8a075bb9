package dev.moorage.bootstrap.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code auth}. An unknown key here is an error and not a warning as elsewhere, since a registry that was meant to be
 * closed would be open.
 */
final class AuthSection {
    private AuthSection() {}

    static Configuration.Auth read(Section auth, Problems problems) {
        List<String> types = auth.keys();
        if (types.size() > 1) {
            problems.error("auth", "names more than one access control: " + String.join(", ", types));
        }
        Optional<Configuration.Htpasswd> htpasswd = Optional.empty();
        for (String type : types) {
            switch (type.toLowerCase(Locale.ROOT)) {
                case "none" -> auth.value(type);
                case "htpasswd" -> htpasswd = htpasswd(auth.section(type), problems);
                default -> refuse(auth, type, problems);
            }
        }
        return new Configuration.Auth(htpasswd);
    }

    private static Optional<Configuration.Htpasswd> htpasswd(Section htpasswd, Problems problems) {
        Optional<String> path = htpasswd.text("path");
        if (path.isEmpty()) {
            problems.error(htpasswd.path("path"), "is missing");
        }
        String realm = htpasswd.text("realm").orElse("Registry Realm");
        return path.map(file -> new Configuration.Htpasswd(realm, Path.of(file)));
    }

    private static void refuse(Section auth, String type, Problems problems) {
        String path = auth.path(type);
        problems.error(path, KeyTable.refused(path).orElse("is neither htpasswd nor none"));
        auth.value(type); // The error is already reported.
    }
}

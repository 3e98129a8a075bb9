package dev.moorage.bootstrap.mirror;

import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.YamlDocument;
import dev.moorage.bootstrap.section.UpstreamConfig.Login;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The registries of a file: those of {@code creds}, and others that are read without a login. */
final class SourceRegistries {
    /** How long the credentials of a helper are used. Those of cloud providers are valid for longer. */
    private static final Duration LIFE_OF_HELPERS = Duration.ofHours(1);

    private final YamlDocument document;
    private final Templates templates;
    private final Map<String, SourceRegistry> configured = new HashMap<>();
    private final Map<String, SourceRegistry> used = new TreeMap<>();

    SourceRegistries(YamlDocument document, Templates templates) {
        this.document = document;
        this.templates = templates;
    }

    /** Reads {@code creds}. */
    void read(List<Section> all) {
        for (Section section : all) {
            Optional<String> name = text(section, "registry").map(SourceRegistry::canonical);
            Login login = login(section);
            boolean tls = hasTls(section);
            Optional<String> certificates = text(section, "regcert");
            Set<String> realms = section.texts("realms").stream()
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            if (name.isEmpty() || !isAddress(name.get())) {
                document.error(section.path("registry"), "is not a host such as docker.io or registry.example:5000");
            } else if (configured.containsKey(name.get())) {
                document.error(section.path("registry"), "stands twice");
            } else {
                configured.put(
                        name.get(),
                        new SourceRegistry(
                                name.get(),
                                section.path("registry"),
                                SourceRegistry.address(name.get(), tls),
                                login,
                                certificates,
                                realms));
            }
        }
    }

    private static boolean isAddress(String name) {
        return ImageName.isHost(name) || ImageName.isHost(name + ":443");
    }

    private boolean hasTls(Section section) {
        return switch (section.text("tls").orElse("enabled")) {
            case "enabled" -> true;
            case "disabled" -> false;
            case "insecure" -> {
                document.error(
                        section.path("tls"),
                        "insecure is not supported: give the certificate of the authority in regcert");
                yield true;
            }
            default -> {
                document.error(section.path("tls"), "is neither enabled nor disabled");
                yield true;
            }
        };
    }

    private Login login(Section section) {
        Optional<String> user = text(section, "user");
        Optional<String> password = text(section, "pass");
        Optional<String> helper = section.text("credHelper");
        if (helper.isPresent()) {
            if (user.isPresent() || password.isPresent()) {
                document.error(section.path("credHelper"), "stands next to user or pass, which it replaces");
            }
            return new Login.Helper(helper.get(), Optional.of(LIFE_OF_HELPERS));
        }
        if (user.isPresent() != password.isPresent()) {
            document.error(section.path(user.isPresent() ? "user" : "pass"), "needs the other one: user and pass");
        }
        return user.isPresent() && password.isPresent()
                ? new Login.Password(user.get(), password.get())
                : new Login.Anonymous();
    }

    private Optional<String> text(Section section, String key) {
        Optional<String> text = section.text(key);
        try {
            return text.map(templates::expand);
        } catch (IllegalArgumentException e) {
            document.error(section.path(key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Adds the registry of a source to those that are used, and returns its name. */
    String use(String name) {
        used.computeIfAbsent(
                name, key -> Optional.ofNullable(configured.get(key)).orElseGet(() -> SourceRegistry.anonymous(key)));
        return name;
    }

    /** Returns the registries that are used. */
    List<SourceRegistry> used() {
        return List.copyOf(used.values());
    }
}

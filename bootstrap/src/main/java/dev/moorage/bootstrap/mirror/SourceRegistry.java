package dev.moorage.bootstrap.mirror;

import dev.moorage.bootstrap.section.UpstreamConfig.Login;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A registry that images are copied from.
 *
 * @param name what images name it: a host, with a port if it has one
 * @param path where it stands in the file, for messages
 * @param certificates PEM certificates of the authorities of its certificate. Empty for those of Java
 * @param realms hosts of token servers, other than its own, that may see the credentials
 */
public record SourceRegistry(
        String name, String path, URI address, Login login, Optional<String> certificates, Set<String> realms) {
    /** What images of Docker Hub begin with, and those that name no registry. */
    static final String HUB = "docker.io";

    private static final Set<String> HUBS = Set.of(HUB, "index.docker.io", "registry-1.docker.io");

    public SourceRegistry {
        Objects.requireNonNull(name);
        Objects.requireNonNull(path);
        Objects.requireNonNull(address);
        Objects.requireNonNull(login);
        Objects.requireNonNull(certificates);
        realms = Set.copyOf(realms);
    }

    /** Returns one name for all names of the same registry. */
    static String canonical(String name) {
        return HUBS.contains(name) ? HUB : name;
    }

    /** Returns a registry without a login. */
    static SourceRegistry anonymous(String name) {
        return new SourceRegistry(name, name, address(name, true), new Login.Anonymous(), Optional.empty(), Set.of());
    }

    /** Returns the address of a registry. */
    static URI address(String name, boolean tls) {
        return URI.create((tls ? "https://" : "http://") + (name.equals(HUB) ? "registry-1.docker.io" : name));
    }
}

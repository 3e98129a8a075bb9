package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;

/**
 * A repository whose content comes from an upstream.
 *
 * @param name its name here, under which its content is stored
 * @param remote its name at the upstream
 */
public record ProxiedRepository(RepositoryName name, Upstream upstream, RepositoryName remote) {
    public ProxiedRepository {
        Objects.requireNonNull(name);
        Objects.requireNonNull(upstream);
        Objects.requireNonNull(remote);
    }
}

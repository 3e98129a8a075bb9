package dev.moorage.application.service.proxy;

import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.service.proxy.fetch.ProxiedRepository;
import dev.moorage.domain.name.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which repositories have an upstream. A repository belongs to the upstream whose prefix its name begins with. */
public final class ProxiedRepositories {
    private final List<Entry> entries;

    /**
     * An upstream and its repositories here.
     *
     * @param prefix the first components of their names, or empty for every repository
     * @param rules how long answers of the upstream are believed
     */
    public record Entry(String prefix, Upstream upstream, Rules rules) {
        public Entry {
            Objects.requireNonNull(prefix);
            Objects.requireNonNull(upstream);
            Objects.requireNonNull(rules);
        }

        /** Returns repositories whose upstream is never asked. Everything is served that is stored, and the rest is missing. */
        public static Entry offline(String prefix) {
            return new Entry(prefix, new OfflineUpstream(), new Rules(Duration.ZERO, Duration.ZERO, true));
        }

        private Optional<ProxiedRepository> repository(RepositoryName name) {
            if (prefix.isEmpty()) {
                return Optional.of(new ProxiedRepository(name, upstream, name));
            }
            return name.value().startsWith(prefix + "/")
                    ? RepositoryName.tryParse(name.value().substring(prefix.length() + 1))
                            .map(remote -> new ProxiedRepository(name, upstream, remote))
                    : Optional.empty();
        }
    }

    /**
     * How long answers of an upstream are believed.
     *
     * @param tagLife how long a tag is believed without asking again
     * @param negativeLife how long it is believed that something is missing
     * @param servesMissingTags whether a tag that the upstream has no more is served from the storage
     */
    public record Rules(Duration tagLife, Duration negativeLife, boolean servesMissingTags) {
        /** The rules of CNCF Distribution's proxy, but for what is missing. */
        public static final Rules DEFAULT = new Rules(Duration.ZERO, Duration.ofSeconds(30), true);

        public Rules {
            Objects.requireNonNull(tagLife);
            Objects.requireNonNull(negativeLife);
        }
    }

    /** A repository with the rules of its upstream. */
    record Proxied(ProxiedRepository repository, Rules rules) {}

    public ProxiedRepositories(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Returns a repository with its upstream. Empty if it has none. */
    Optional<Proxied> find(RepositoryName name) {
        for (Entry entry : entries) {
            Optional<ProxiedRepository> repository = entry.repository(name);
            if (repository.isPresent()) {
                return Optional.of(new Proxied(repository.get(), entry.rules()));
            }
        }
        return Optional.empty();
    }
}

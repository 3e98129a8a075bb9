package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How clients address an upstream, other than by its prefix.
 *
 * @param aliases what the parameter {@code ns} may say for it, in lower case
 * @param hosts the hosts whose requests are all for it, in lower case
 */
public record UpstreamNames(Set<String> aliases, Set<String> hosts) {
    static final Key<List<String>> ALIASES = Key.texts(
                    "proxy.aliases",
                    "names of the registry in the parameter `ns` of containerd, as in names of images. The prefix and the host of"
                            + " `remoteurl` are names too, but for `proxy.remoteurl` only if this is set")
            .ours();
    static final Key<List<String>> HOSTS = Key.texts(
                    "proxy.hosts",
                    "hosts of this registry whose requests are all for that one, as for `registry-mirrors`")
            .ours();

    private static final String HUB = "docker.io";
    private static final Set<String> HUBS = Set.of(HUB, "index.docker.io", "registry-1.docker.io");
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9a-f:.]+](:[0-9]{1,5})?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+|\\[[0-9a-f:.]+]");

    public UpstreamNames {
        aliases = Set.copyOf(aliases);
        hosts = Set.copyOf(hosts);
    }

    static UpstreamNames read(Section section, Values values) {
        return new UpstreamNames(
                read(section, "aliases", ALIAS, "is not a name such as docker.io", values),
                read(section, "hosts", HOST, "is not a host without a port", values));
    }

    private static Set<String> read(Section section, String key, Pattern form, String problem, Values values) {
        Set<String> names = new HashSet<>();
        for (String text : section.texts(key)) {
            String name = text.toLowerCase(Locale.ROOT);
            if (form.matcher(name).matches()) {
                names.add(name);
            } else {
                values.error(section.path(key), problem);
            }
        }
        return names;
    }

    /** Returns these names with those that its address and its prefix have. A whole registry has them only if it has aliases. */
    UpstreamNames of(URI remote, String prefix) {
        if (prefix.isEmpty() && aliases.isEmpty()) {
            return this;
        }
        Set<String> all = new HashSet<>(aliases);
        String host = remote.getHost().toLowerCase(Locale.ROOT);
        int standard = "https".equalsIgnoreCase(remote.getScheme()) ? 443 : 80;
        int port = remote.getPort() < 0 ? standard : remote.getPort();
        all.add(host + ":" + port);
        if (port == standard) {
            all.add(host);
        }
        if (!prefix.isEmpty()) {
            all.add(prefix);
        }
        if (HUBS.contains(host)) {
            all.addAll(HUBS);
        }
        return new UpstreamNames(all, hosts);
    }

    /** Returns the prefix of a registry that has none in the configuration. */
    static String prefixOf(URI remote) {
        String host = remote.getHost().toLowerCase(Locale.ROOT);
        return HUBS.contains(host) ? HUB : host;
    }
}

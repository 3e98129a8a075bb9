package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.storage.spi.config.DataSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code proxy}: other registries whose content is served here.
 *
 * @param upstreams each of them. One whose prefix is empty has all repositories that no other one has
 * @param size the most bytes that are kept of all of them. Empty for no limit
 */
public record ProxyConfig(List<UpstreamConfig> upstreams, OptionalLong size) {
    private static final Key<OptionalLong> SIZE = Key.<OptionalLong>of(
                    "proxy.size",
                    "a number of bytes such as `200GiB`",
                    OptionalLong.empty(),
                    "no limit",
                    "how many bytes are kept of all registries. Above it, what was not used for the longest time leaves, down to"
                            + " nine tenths, with collections of garbage",
                    (section, name, otherwise) -> section.parsed(
                            name,
                            otherwise,
                            text -> DataSize.parse(text)
                                    .map(DataSize::bytes)
                                    .filter(bytes -> bytes > 0)
                                    .map(OptionalLong::of),
                            "is no size such as 200GiB"))
            .ours();
    private static final Key<Optional<String>> WRITE_TIMEOUT =
            Key.optional("proxy.cachewritetimeout", "has no effect: no client delays what is kept");

    /** The keys that count without {@code proxy.remoteurl}. */
    private static final Set<String> OF_ALL = Set.of("upstreams", "remoteurl", "size");

    public static final ConfigSection<ProxyConfig> SECTION = ConfigSection.of(
            ProxyConfig.class,
            ProxyConfig::read,
            Stream.concat(UpstreamConfig.KEYS.stream(), Stream.of(SIZE, WRITE_TIMEOUT))
                    .toArray(Key<?>[]::new));

    public ProxyConfig {
        upstreams = List.copyOf(upstreams);
        Objects.requireNonNull(size);
    }

    /** Returns how long content stays, and how much of it. An upstream that is not asked any more is not limited. */
    public CacheLimits limits() {
        return new CacheLimits(
                upstreams.stream()
                        .map(upstream -> new CacheLimits.OfUpstream(
                                upstream.prefix(),
                                upstream.life().filter(_ -> !upstream.isOffline()),
                                !upstream.isOffline()))
                        .toList(),
                size);
    }

    /** Returns whether all repositories are those of an upstream, and nothing can be pushed. */
    public boolean isWhole() {
        return upstreams.stream().anyMatch(upstream -> upstream.prefix().isEmpty());
    }

    private static ProxyConfig read(Values values) {
        Section proxy = values.section("proxy");
        List<UpstreamConfig> all = new ArrayList<>();
        Section upstreams = proxy.section("upstreams");
        for (String name : upstreams.keys()) {
            UpstreamConfig.read("proxy.upstreams." + name, upstreams.section(name), values, false)
                    .ifPresent(all::add);
        }
        requireApart(all, values);
        if (proxy.text("remoteurl").isPresent()) {
            UpstreamConfig.read("proxy", proxy, values, true).ifPresent(all::add);
            proxy.text("cachewritetimeout");
        } else {
            ignored(proxy, values);
        }
        requireOwnNames(all, values);
        if (!all.isEmpty() && values.section("storage.maintenance.readonly").flag("enabled", false)) {
            values.error("proxy", "contradicts storage.maintenance.readonly: what is fetched is stored");
        }
        boolean collects = values.section("storage.gc").flag("enabled", false);
        if (!all.isEmpty() && !collects && values.isSet(SIZE)) {
            values.warning(SIZE, "needs collections of garbage, and storage.gc.enabled is false");
        }
        return new ProxyConfig(all, values.get(SIZE));
    }

    /** Reports keys that count only with {@code proxy.remoteurl}. */
    private static void ignored(Section proxy, Values values) {
        for (String key : proxy.keys()) {
            if (!OF_ALL.contains(key)) {
                boolean known = SECTION.keys().stream()
                        .anyMatch(declared -> declared.path().equals("proxy." + key)
                                || declared.path().startsWith("proxy." + key + "."));
                if (known && proxy.value(key).isPresent()) {
                    values.warning("proxy." + key, "is ignored: proxy.remoteurl is not set");
                }
            }
        }
    }

    private static void requireApart(List<UpstreamConfig> all, Values values) {
        for (UpstreamConfig one : all) {
            for (UpstreamConfig other : all) {
                boolean inside = (one.prefix() + "/").startsWith(other.prefix() + "/");
                if (!one.path().equals(other.path()) && inside) {
                    values.error(
                            one.path() + ".prefix",
                            "is " + one.prefix() + ", which belongs to " + other.path() + " already");
                }
            }
        }
    }

    private static void requireOwnNames(List<UpstreamConfig> all, Values values) {
        Map<String, String> aliases = new HashMap<>();
        Map<String, String> hosts = new HashMap<>();
        for (UpstreamConfig one : all) {
            requireOwnNames(one.path() + ".aliases", one.names().aliases(), one.path(), aliases, values);
            requireOwnNames(one.path() + ".hosts", one.names().hosts(), one.path(), hosts, values);
        }
    }

    private static void requireOwnNames(
            String key, Set<String> names, String path, Map<String, String> owners, Values values) {
        for (String name : names) {
            Optional<String> owner = Optional.ofNullable(owners.putIfAbsent(name, path));
            owner.ifPresent(other -> values.error(key, "has " + name + ", which names " + other + " already"));
        }
    }
}

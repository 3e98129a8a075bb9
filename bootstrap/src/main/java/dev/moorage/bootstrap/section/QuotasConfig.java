package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.quota.Resource;
import dev.moorage.storage.spi.config.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code storage.quotas}, and {@code storage.usage}: how often what namespaces have is measured.
 *
 * @param interval the age from which a measurement is old
 */
public record QuotasConfig(Quotas quotas, Duration interval) {
    private static final long NO_LIMIT = -1;
    private static final String LIST = "storage.quotas[].";
    private static final Duration LEAST = Duration.ofMinutes(1);

    private static final Key<Optional<String>> NAMESPACE = Key.optional(
                    LIST + "namespace",
                    "required: a repository, such as `team` or `team/app`. The quota is for it and for those below it that no"
                            + " longer namespace has. See [quotas.md](quotas.md)")
            .ours();
    private static final Key<Optional<Long>> BYTES = limit(
            "bytes", "the most bytes of its distinct blobs and manifests, with or without a unit: `50GiB`, `500MB`");
    private static final Key<Optional<Long>> REPOSITORIES = limit("repositories", "the most repositories");
    private static final Key<Optional<Long>> TAGS = limit("tags", "the most tags of all its repositories");
    private static final Key<Duration> INTERVAL = Key.duration(
                    "storage.usage.interval",
                    Duration.ofHours(1),
                    "how often one of the servers lists what namespaces with quotas have, at least a minute. What is deleted makes"
                            + " room at the next one")
            .ours();

    public static final ConfigSection<QuotasConfig> SECTION =
            ConfigSection.of(QuotasConfig.class, QuotasConfig::read, NAMESPACE, BYTES, REPOSITORIES, TAGS, INTERVAL);

    public QuotasConfig {
        Objects.requireNonNull(quotas);
        Objects.requireNonNull(interval);
    }

    private static Key<Optional<Long>> limit(String name, String meaning) {
        return Key.of(LIST + name, "number", Optional.<Long>empty(), "no limit", meaning, (_, _, none) -> none)
                .ours();
    }

    /** Returns whether there are quotas. */
    public boolean isUsed() {
        return !quotas.all().isEmpty();
    }

    private static QuotasConfig read(Values values) {
        List<Quota> all = new ArrayList<>();
        for (Section section : values.section("storage").sections("quotas")) {
            Optional<Quota> quota = quota(section, values);
            if (quota.isPresent()) {
                RepositoryName namespace = quota.get().namespace();
                if (all.stream().anyMatch(other -> other.namespace().equals(namespace))) {
                    values.error(section.path("namespace"), "is that of another quota");
                } else {
                    all.add(quota.get());
                }
            }
        }
        Duration interval = values.get(INTERVAL);
        if (interval.compareTo(LEAST) < 0) {
            values.error(INTERVAL, "is less than a minute");
        }
        return new QuotasConfig(new Quotas(all), interval);
    }

    private static Optional<Quota> quota(Section section, Values values) {
        Map<Resource, Long> limits = new EnumMap<>(Resource.class);
        limit(
                        section,
                        Resource.BYTES,
                        text -> DataSize.parse(text).map(DataSize::bytes),
                        "is not a number of bytes such as 50GiB or 500MB")
                .ifPresent(limit -> limits.put(Resource.BYTES, limit));
        for (Resource counted : List.of(Resource.REPOSITORIES, Resource.TAGS)) {
            limit(section, counted, QuotasConfig::number, "is not a number of at least 0")
                    .ifPresent(limit -> limits.put(counted, limit));
        }
        Optional<String> namespace = section.text("namespace");
        Optional<RepositoryName> name = namespace.flatMap(RepositoryName::tryParse);
        if (name.isEmpty()) {
            values.error(
                    section.path("namespace"),
                    namespace.isEmpty() ? "is missing" : "is not the name of a repository, such as team or team/app");
            return Optional.empty();
        }
        if (limits.isEmpty()) {
            values.warning(section.path("namespace"), "has none of bytes, repositories and tags, and so no limit");
        }
        return Optional.of(new Quota(name.get(), limits));
    }

    private static Optional<Long> limit(
            Section section, Resource resource, Function<String, Optional<Long>> parser, String problem) {
        long limit = section.parsed(resource.word(), NO_LIMIT, parser, problem);
        return limit == NO_LIMIT ? Optional.empty() : Optional.of(limit);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}

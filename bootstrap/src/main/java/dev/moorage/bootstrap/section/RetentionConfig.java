package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.domain.retention.RetentionPolicies;
import dev.moorage.domain.retention.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code storage.retention}: which tags and untagged manifests a collection of garbage takes out of repositories.
 *
 * @param ignored the names of users whose pulls do not count
 */
public record RetentionConfig(RetentionPolicies policies, Set<String> ignored) {
    private static final Key<Boolean> DRY_RUN = Key.flag(
                    "storage.retention.dryrun",
                    true,
                    "policies are only reported. `false`: what they do not keep goes to the trash, with the next collection")
            .ours();
    private static final Key<List<String>> IGNORED = Key.texts(
                    "storage.retention.ignorepulls",
                    "the names of users whose pulls do not count, such as scanners. Names are those of access rules")
            .ours();

    public static final ConfigSection<RetentionConfig> SECTION = ConfigSection.of(
            RetentionConfig.class,
            RetentionConfig::read,
            Stream.concat(Stream.of(DRY_RUN, IGNORED), RetentionPolicyConfig.KEYS.stream())
                    .toArray(Key<?>[]::new));

    public RetentionConfig {
        Objects.requireNonNull(policies);
        ignored = Set.copyOf(ignored);
    }

    private static RetentionConfig read(Values values) {
        List<RetentionPolicy> policies = new ArrayList<>();
        for (Section section : values.section("storage.retention").sections("policies")) {
            RetentionPolicyConfig.read(section, values).ifPresent(policies::add);
        }
        return new RetentionConfig(
                new RetentionPolicies(values.get(DRY_RUN), policies), Set.copyOf(values.get(IGNORED)));
    }
}

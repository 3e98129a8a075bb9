package dev.moorage.domain.retention;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision.Reason;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides what stays in a repository. What operators are shown and what a collection does are both these decisions.
 *
 * <p>Rules are asked in their order, and the first that keeps a tag is its reason. A tag that stands for a referrer counts for no
 * number of a rule.
 */
public final class Retention {
    private final RetentionPolicy policy;
    private final Moment moment;

    public Retention(RetentionPolicy policy, Moment moment) {
        this.policy = policy;
        this.moment = moment;
    }

    /**
     * Decides about the tags of a repository.
     *
     * @param tags all of them
     * @param subjects the beginnings of the tags that stand for referrers of manifests that are there: {@link ReferrerTags#of}
     */
    public Map<Tag, Decision> tags(Collection<TagFacts> tags, Set<String> subjects) {
        List<RuleCheck<Tag>> rules = rules(tags);
        Map<Tag, Decision> decisions = new TreeMap<>();
        for (TagFacts tag : tags) {
            decisions.put(tag.tag(), referrer(tag.tag(), subjects).orElseGet(() -> decide(tag, rules)));
        }
        if (!policy.allowsEmpty()) {
            keepAll(decisions);
        }
        return decisions;
    }

    private List<RuleCheck<Tag>> rules(Collection<TagFacts> tags) {
        List<RuleCheck<Tag>> rules = new ArrayList<>();
        for (KeepRule rule : policy.keep()) {
            Map<Tag, Use> selected = tags.stream()
                    .filter(tag -> rule.selects(tag.tag()))
                    .collect(Collectors.toMap(TagFacts::tag, TagFacts::use));
            String name = policy.name() + " rule " + (rules.size() + 1);
            rules.add(new RuleCheck<>(name, rule.conditions(), moment, selected, Retention::counts));
        }
        return rules;
    }

    private static boolean counts(Tag tag) {
        return ReferrerTags.subject(tag).isEmpty();
    }

    private Optional<Decision> referrer(Tag tag, Set<String> subjects) {
        Optional<String> subject = ReferrerTags.subject(tag);
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        if (policy.referrers() == Referrers.KEEP) {
            return Optional.of(referrersStay());
        }
        return subjects.contains(subject.get())
                ? Optional.of(new Decision(Reason.SUBJECT_IS_THERE, "kept: its subject is there"))
                : Optional.empty();
    }

    private Decision referrersStay() {
        return new Decision(Reason.REFERRERS_STAY, "kept by " + policy.name() + " referrers: keep");
    }

    private Decision decide(TagFacts tag, List<RuleCheck<Tag>> rules) {
        for (RuleCheck<Tag> rule : rules) {
            Optional<Decision> kept = rule.keeps(tag.tag());
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        if (tag.isWriteOnce() && !policy.isForWriteOnce()) {
            return new Decision(
                    Reason.WRITE_ONCE,
                    "kept: it is a write-once tag, and " + policy.name() + " has no immutable: true");
        }
        if (moment.isYoung(tag.use())) {
            return new Decision(Reason.YOUNG, young(tag.use()));
        }
        return goes(tag.tag());
    }

    private String young(Use use) {
        return "kept: no rule keeps it, but it was pushed " + Ages.ago(use.pushed(), moment.now()) + " ("
                + Ages.of(moment.grace()) + " of grace)";
    }

    private Decision goes(Tag tag) {
        List<Integer> about = new ArrayList<>();
        for (int i = 0; i < policy.keep().size(); i++) {
            if (policy.keep().get(i).selects(tag)) {
                about.add(i + 1);
            }
        }
        if (about.isEmpty()) {
            return new Decision(Reason.NO_RULE, "goes: matches no rule");
        }
        String rules = about.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new Decision(
                Reason.NO_CONDITION, "goes: no condition holds of " + (about.size() == 1 ? "rule " : "rules ") + rules);
    }

    /**
     * Keeps all tags that stand for no referrers, if all of them would go. Where there are no such tags, the repository has
     * referrers of manifests of other repositories, and they are kept in the same way.
     */
    private void keepAll(Map<Tag, Decision> decisions) {
        boolean isOfReferrers = decisions.keySet().stream().noneMatch(Retention::counts);
        boolean anyStays = decisions.entrySet().stream()
                .anyMatch(tag -> tag.getValue().stays() && (isOfReferrers || counts(tag.getKey())));
        if (!anyStays) {
            decisions.replaceAll((tag, decision) -> decision.stays() || !isOfReferrers && !counts(tag)
                    ? decision
                    : new Decision(
                            Reason.NEVER_EMPTY,
                            "kept: " + policy.name() + " keeps no tag here, and has no allowempty: true"));
        }
    }

    /** Returns whether the policy decides about manifests that nothing keeps. */
    public boolean decidesUntagged() {
        return policy.untagged().isPresent();
    }

    /**
     * Decides about manifests that nothing keeps. Empty where the policy decides nothing about them.
     *
     * @param manifests all of the repository
     */
    public Map<Digest, Decision> untagged(Collection<ManifestFacts> manifests) {
        Map<Digest, Decision> decisions = new HashMap<>();
        if (policy.untagged().isPresent()) {
            Map<Digest, Use> selected =
                    manifests.stream().collect(Collectors.toMap(ManifestFacts::digest, ManifestFacts::use));
            RuleCheck<Digest> rule = new RuleCheck<>(
                    policy.name() + " untagged", policy.untagged().get(), moment, selected, _ -> true);
            manifests.forEach(manifest -> decisions.put(manifest.digest(), untagged(manifest, rule)));
        }
        return decisions;
    }

    private Decision untagged(ManifestFacts manifest, RuleCheck<Digest> rule) {
        if (manifest.isReferrer() && policy.referrers() == Referrers.KEEP) {
            return referrersStay();
        }
        return rule.keeps(manifest.digest())
                .orElseGet(() -> moment.isYoung(manifest.use())
                        ? new Decision(Reason.YOUNG, young(manifest.use()))
                        : new Decision(Reason.NO_CONDITION, "goes: no condition holds of untagged"));
    }
}

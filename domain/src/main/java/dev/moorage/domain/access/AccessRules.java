package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of a registry. An action is allowed if a rule allows it and no rule denies it. The order of rules has no meaning.
 *
 * @param groups the groups that rules name
 * @param rules at most {@value #MAX_RULES}
 * @param writeOnce the tags that can be created and not be changed, by the rules and by the configuration of the storage
 */
public record AccessRules(Groups groups, List<AccessRule> rules, List<WriteOnceRule> writeOnce) {
    /** The greatest number of rules of each kind. */
    public static final int MAX_RULES = 2000;

    /** The rules of a registry without {@code access}: an authenticated caller may do everything, as in Distribution. */
    public static final AccessRules USERS_MAY_ALL = new AccessRules(
            Groups.NONE,
            List.of(new AccessRule(
                    new RuleOrigin("no access section", 0),
                    AccessRule.Effect.MAY,
                    List.of(Who.Kind.USERS),
                    EnumSet.allOf(Action.class),
                    List.of(),
                    List.of())),
            List.of());

    public AccessRules {
        Objects.requireNonNull(groups);
        rules = List.copyOf(rules);
        writeOnce = List.copyOf(writeOnce);
        if (rules.size() > MAX_RULES || writeOnce.size() > 2 * MAX_RULES) {
            throw new IllegalArgumentException("there are more than " + MAX_RULES + " rules");
        }
    }

    /**
     * Decides about one action. A delete by digest removes each tag of the manifest, so its caller asks for each of these tags
     * too.
     */
    public Decision decide(Subject subject, AccessQuestion question) {
        Set<String> memberOf = groups.of(subject);
        AccessRule allowing = null;
        for (AccessRule rule : rules) {
            // Once an action is allowed, only a rule that denies it makes a difference.
            if ((allowing == null || !rule.allows()) && rule.applies(subject, memberOf, question)) {
                if (!rule.allows()) {
                    return denied(applicable(subject, question));
                }
                allowing = rule;
            }
        }
        return allowing == null ? new Decision.Denied(Optional.empty(), List.of()) : new Decision.Allowed(allowing);
    }

    private static Decision denied(List<AccessRule> applicable) {
        return new Decision.Denied(
                applicable.stream().filter(rule -> !rule.allows()).findFirst(),
                applicable.stream().filter(AccessRule::allows).toList());
    }

    /** Returns all rules that speak about this action of this caller, in the order of the file. */
    public List<AccessRule> applicable(Subject subject, AccessQuestion question) {
        Set<String> memberOf = groups.of(subject);
        return rules.stream()
                .filter(rule -> rule.applies(subject, memberOf, question))
                .toList();
    }

    /**
     * Whether a rule may allow an action on a repository whose name begins with the components of a folder. The result is false
     * only if no rule does, or if one rule denies it for all such names.
     */
    public boolean mayAllowBelow(Subject subject, Action action, String folder) {
        Set<String> memberOf = groups.of(subject);
        return rules.stream().anyMatch(rule -> rule.allows() && rule.mayApplyBelow(subject, memberOf, action, folder))
                && rules.stream()
                        .noneMatch(rule -> !rule.allows() && rule.appliesToAllBelow(subject, memberOf, action, folder));
    }

    /** Returns the same rules with further tags that are written once. */
    public AccessRules withWriteOnce(List<WriteOnceRule> more) {
        return new AccessRules(
                groups, rules, Stream.concat(writeOnce.stream(), more.stream()).toList());
    }

    /** Returns the rule by which a tag, once created, cannot be moved. */
    public Optional<WriteOnceRule> writeOnce(RepositoryName repository, Tag tag) {
        return writeOnce.stream().filter(rule -> rule.applies(repository, tag)).findFirst();
    }

    /** Returns the rule by which a tag, once created, can be neither moved nor deleted. */
    public Optional<WriteOnceRule> undeletable(RepositoryName repository, Tag tag) {
        return writeOnce.stream()
                .filter(rule -> !rule.isDeletable() && rule.applies(repository, tag))
                .findFirst();
    }

    /** Whether a tag of a repository may be one that can be neither moved nor deleted. */
    public boolean mayBeUndeletable(RepositoryName repository) {
        return writeOnce.stream().anyMatch(rule -> !rule.isDeletable() && rule.isAbout(repository));
    }

    /** Returns a caller with those groups alone that rules or groups of the configuration name. */
    public Subject withNamedGroups(Subject subject) {
        return switch (subject) {
            case Subject.Anonymous anonymous -> anonymous;
            case Subject.User user ->
                new Subject.User(
                        user.provider(),
                        user.localName(),
                        user.groups().stream().filter(this::names).collect(Collectors.toUnmodifiableSet()));
        };
    }

    private boolean names(String group) {
        return groups.hasMember(group)
                || rules.stream().anyMatch(rule -> rule.who().contains(new Who.InGroup(group)));
    }

    /** Returns the names of the users that rules and groups name, sorted. */
    public SortedSet<String> users() {
        SortedSet<String> users = new TreeSet<>(groups.users());
        for (AccessRule rule : rules) {
            for (Who who : rule.who()) {
                if (who instanceof Who.Named(String user)) {
                    users.add(user);
                }
            }
        }
        return users;
    }

    /** Whether a caller without credentials may do anything at all. */
    public boolean admitsAnonymous() {
        return rules.stream()
                .anyMatch(rule -> rule.allows()
                        && rule.who().stream().anyMatch(who -> who.includes(Subject.ANONYMOUS, Set.of())));
    }
}

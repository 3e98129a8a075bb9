package dev.moorage.domain.access;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The groups of the configuration. Their members are users, and groups of providers. */
public final class Groups {
    /** No groups. */
    public static final Groups NONE = new Groups(Map.of());

    private final Map<String, Set<String>> ofUsers = new HashMap<>();
    private final Map<String, Set<String>> ofGroups = new HashMap<>();
    private final Set<String> names;

    /**
     * Creates groups.
     *
     * @param members the members of each group. A group is a member by {@link Who.InGroup}, with its provider's prefix
     * @throws IllegalArgumentException when a member is neither a user nor a group of a provider
     */
    public Groups(Map<String, List<Who>> members) {
        this.names = Set.copyOf(members.keySet());
        members.forEach((group, those) -> those.forEach(member -> add(group, member)));
    }

    private void add(String group, Who member) {
        switch (member) {
            case Who.Named(String user) ->
                ofUsers.computeIfAbsent(user, _ -> new HashSet<>()).add(group);
            case Who.InGroup(String other)
            when isOfProvider(other) ->
                ofGroups.computeIfAbsent(other, _ -> new HashSet<>()).add(group);
            case Who.InGroup _, Who.OfProvider _, Who.Kind _ ->
                throw new IllegalArgumentException("a member is a user, or a provider's group as @provider:group");
        }
    }

    private static boolean isOfProvider(String group) {
        return group.indexOf(':') >= 0;
    }

    /** Whether rules can name this group: the configuration has it, or it is a provider's. */
    public boolean knows(String group) {
        return isOfProvider(group) || names.contains(group);
    }

    /** Whether a provider's group is a member of a group of the configuration. */
    boolean hasMember(String group) {
        return ofGroups.containsKey(group);
    }

    /** Returns the names of the users that are members. */
    Set<String> users() {
        return Set.copyOf(ofUsers.keySet());
    }

    /** Returns the groups of a caller, those of its provider with them. */
    public Set<String> of(Subject subject) {
        return switch (subject) {
            case Subject.Anonymous _ -> Set.of();
            case Subject.User user when user.groups().isEmpty() -> ofUsers.getOrDefault(user.name(), Set.of());
            case Subject.User user -> {
                Set<String> groups = new HashSet<>(user.groups());
                groups.addAll(ofUsers.getOrDefault(user.name(), Set.of()));
                user.groups().forEach(group -> groups.addAll(ofGroups.getOrDefault(group, Set.of())));
                yield groups;
            }
        };
    }
}

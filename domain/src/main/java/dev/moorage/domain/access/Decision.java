package dev.moorage.domain.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether an action is allowed, with the rule that decided. */
public sealed interface Decision {
    /** Whether the caller may do it. */
    boolean isAllowed();

    /** Why, in words for the operator: with the file and the line of the rule. */
    String reason();

    /** Why, in words for the caller: with the name and the line of the file, and without who the rule is about. */
    String shortReason();

    /**
     * A rule allows the action, and none denies it.
     *
     * @param rule the first rule in the file that allows it
     */
    record Allowed(AccessRule rule) implements Decision {
        public Allowed {
            Objects.requireNonNull(rule);
        }

        @Override
        public boolean isAllowed() {
            return true;
        }

        @Override
        public String shortReason() {
            return "allowed by " + rule.origin().inShort();
        }

        @Override
        public String reason() {
            return "allowed by " + rule.origin() + " (" + rule + ")";
        }
    }

    /**
     * A rule denies the action, or none allows it.
     *
     * @param rule the first rule in the file that denies it, or empty where no rule allows it
     * @param overridden the rules that would allow it
     */
    record Denied(Optional<AccessRule> rule, List<AccessRule> overridden) implements Decision {
        public Denied {
            Objects.requireNonNull(rule);
            overridden = List.copyOf(overridden);
        }

        @Override
        public boolean isAllowed() {
            return false;
        }

        @Override
        public String shortReason() {
            return rule.map(denying -> "denied by " + denying.origin().inShort())
                    .orElse("no rule allows it");
        }

        @Override
        public String reason() {
            return rule.map(denying -> "denied by " + denying.origin() + " (" + denying + ")" + overrides())
                    .orElse("denied: no rule allows it");
        }

        private String overrides() {
            return overridden.isEmpty()
                    ? ""
                    : overridden.stream()
                            .map(rule -> rule.origin().toString())
                            .collect(Collectors.joining(", ", ", which overrides ", ""));
        }
    }
}

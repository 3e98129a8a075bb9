package dev.moorage.domain.retention;

import java.util.Objects;

/**
 * Whether a tag or a manifest stays.
 *
 * @param reason why
 * @param text the reason in words, for operators
 */
public record Decision(Reason reason, String text) {
    /** Why something stays or goes. */
    public enum Reason {
        /** A rule without conditions keeps it. */
        ALWAYS(true),
        /** It was pushed within the time of a rule. */
        PUSHED_WITHIN(true),
        /** It was pulled, or pushed, within the time of a rule. */
        PULLED_WITHIN(true),
        /** A rule asks for pulls, which have not been recorded for long enough. */
        PULLS_UNKNOWN(true),
        /** It is one of those that were pushed last. */
        RECENTLY_PUSHED(true),
        /** It is one of those that were pulled last. */
        RECENTLY_PULLED(true),
        /** It is a referrer of a manifest that is there. */
        SUBJECT_IS_THERE(true),
        /** It is a referrer, and those of the policy stay. */
        REFERRERS_STAY(true),
        /** No rule keeps it, and it is younger than the grace period. */
        YOUNG(true),
        /** No rule keeps it, and it is a write-once tag. */
        WRITE_ONCE(true),
        /** No rule keeps any tag of the repository. */
        NEVER_EMPTY(true),
        /** It matches no rule. */
        NO_RULE(false),
        /** It matches rules, and none of their conditions holds. */
        NO_CONDITION(false);

        private final boolean stays;

        Reason(boolean stays) {
            this.stays = stays;
        }
    }

    public Decision {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(text);
    }

    /** Returns whether it stays. */
    public boolean stays() {
        return reason.stays;
    }
}

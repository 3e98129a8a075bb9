package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.name.Tag;
import java.util.Map;

/** Signals that a request is refused because a tag is written once. No caller may do it, whatever the rules allow: 409. */
public final class WriteOnceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WriteOnceRule rule;
    private final transient RegistryError error;

    private WriteOnceException(WriteOnceRule rule, RegistryError error) {
        super(error.message(), null, false, false);
        this.rule = rule;
        this.error = error;
    }

    /** A push of another manifest than the one that the tag names. */
    public static WriteOnceException ofPush(WriteOnceRule rule, Tag tag) {
        return of(rule, tag, "the tag names another manifest, and is written once only");
    }

    /** A delete of the tag, or of the manifest that it names. */
    public static WriteOnceException ofDelete(WriteOnceRule rule, Tag tag) {
        return of(rule, tag, "the tag is written once only, and is not deleted");
    }

    private static WriteOnceException of(WriteOnceRule rule, Tag tag, String message) {
        return new WriteOnceException(rule, error(message, Map.of("tag", tag.value()), rule));
    }

    /** A delete of content that the manifest of the tag needs. */
    public static WriteOnceException ofContent(WriteOnceRule rule, Tag tag, Digest digest) {
        return new WriteOnceException(
                rule,
                error(
                        "a tag that is written once only needs the content",
                        Map.of("tag", tag.value(), "digest", digest.toString()),
                        rule));
    }

    /** A delete of content of which is not known whether a tag needs it. */
    public static WriteOnceException ofTooManyTags(WriteOnceRule rule, Digest digest) {
        return new WriteOnceException(
                rule,
                error(
                        "the repository has too many tags that are written once only to find out whether one needs the"
                                + " content. A garbage collector removes it when none does",
                        Map.of("digest", digest.toString()),
                        rule));
    }

    private static RegistryError error(String message, Map<String, String> about, WriteOnceRule rule) {
        RegistryError error = new RegistryError(ErrorCode.DENIED, message, about);
        return error.about("rule", rule.origin().inShort());
    }

    /** The rule by which the tag is written once. */
    public WriteOnceRule rule() {
        return rule;
    }

    /** The error for the response. */
    public RegistryError error() {
        return error;
    }
}

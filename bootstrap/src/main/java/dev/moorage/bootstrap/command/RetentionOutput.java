package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.ManifestDecision;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.TagDecision;
import dev.moorage.domain.name.Reference;
import java.util.List;
import java.util.Optional;

/** Prints what policies of retention decide in a repository. */
abstract class RetentionOutput {
    /**
     * Prints an explanation.
     *
     * @param only the tag or manifest that is printed. Empty for all
     * @return whether there was any tag or manifest to print
     */
    final boolean print(RetentionExplanation explanation, Optional<Reference> only) {
        head(explanation);
        List<TagDecision> tags =
                explanation.tags().stream().filter(tag -> isAsked(tag, only)).toList();
        List<ManifestDecision> untagged = explanation.untagged().stream()
                .filter(manifest -> only.isEmpty() || only.get().equals(new Reference.ByDigest(manifest.digest())))
                .toList();
        tags.forEach(tag -> tag(explanation, tag));
        untagged.forEach(manifest -> manifest(explanation, manifest));
        if (only.isEmpty()) {
            total(explanation);
        }
        return !tags.isEmpty() || !untagged.isEmpty();
    }

    private static boolean isAsked(TagDecision tag, Optional<Reference> only) {
        return only.isEmpty()
                || only.get().equals(new Reference.ByTag(tag.tag()))
                || only.get().equals(new Reference.ByDigest(tag.digest()));
    }

    abstract void head(RetentionExplanation explanation);

    abstract void tag(RetentionExplanation explanation, TagDecision tag);

    abstract void manifest(RetentionExplanation explanation, ManifestDecision manifest);

    abstract void total(RetentionExplanation explanation);
}

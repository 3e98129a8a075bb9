package dev.moorage.application.port.in.browse;

import java.util.Locale;

/** What a manifest is for its users. */
public enum ContentKind {
    /** An image for one platform. */
    IMAGE,
    /** An image index. */
    INDEX,
    /** A Helm chart. */
    HELM,
    /** Everything else. */
    ARTIFACT;

    /** Returns the word of the kind. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.moorage.application.service.access;

import dev.moorage.domain.access.AccessRules;

/** The rules of this moment: a changed file has other rules. */
@FunctionalInterface
public interface CurrentRules {
    AccessRules rules();
}

package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.section.OidcConfig;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Who;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator should know of access control that can be used, and does less or more than it seems to.
 *
 * @param isTls whether the registry ends TLS, or trusts proxies that say whether they do
 * @param isSecretMade whether the secret exists only as long as the process
 */
record AccessWarnings(AccessParts parts, boolean isTls, boolean isSecretMade) {
    /** Returns all warnings, each with its key. */
    List<String> all() {
        List<String> warnings = new ArrayList<>();
        if (parts.issues()) {
            ofIssuer(warnings);
        } else if (!parts.isOpen()
                && parts.auth().token().isEmpty()
                && parts.rules().rules().admitsAnonymous()) {
            warnings.add("auth.issuer.enabled: is false, and rules are for anonymous callers: docker, podman and"
                    + " containerd send no anonymous request to a registry that asks for a password");
        }
        if (!parts.auth().isClosed() && parts.access().hasRules()) {
            warnings.add("auth: there are rules, and no way to log in: all callers are anonymous");
        }
        if (parts.isOpen() && parts.auth().issuer().enabled().orElse(false)) {
            warnings.add("auth.issuer.enabled: is without effect, since any client may do anything without auth");
        }
        parts.auth().oidc().forEach(oidc -> ofOidc(oidc, warnings));
        return warnings;
    }

    private void ofIssuer(List<String> warnings) {
        boolean known = parts.auth().issuer().realm().isPresent()
                || parts.http().externalUrl().isPresent();
        if (!isTls && !known) {
            warnings.add("auth.issuer: clients are sent to an http address for tokens, and send their passwords there."
                    + " Set http.host to the https URL of the proxy that ends TLS, or http.tls, http.trustedproxies or auth.issuer.realm");
        }
        if (isSecretMade) {
            warnings.add("http.secret: is not set: tokens end with the process, and only this replica accepts them");
        }
    }

    private void ofOidc(OidcConfig oidc, List<String> warnings) {
        if (!oidc.issuer().require().isEmpty()) {
            return;
        }
        String name = oidc.issuer().name();
        for (AccessRule rule : parts.rules().rules().rules()) {
            if (letsAllWrite(rule, name)) {
                warnings.add("auth.oidc: " + name + " has no require, and " + rule.origin()
                        + " lets every user of the issuer write, whatever its tokens claim");
            }
        }
    }

    private static boolean letsAllWrite(AccessRule rule, String provider) {
        return rule.effect() == AccessRule.Effect.MAY
                && (rule.actions().contains(Action.PUSH) || rule.actions().contains(Action.DELETE))
                && rule.who().stream()
                        .anyMatch(who -> who == Who.Kind.USERS
                                || who == Who.Kind.EVERYONE
                                || who instanceof Who.OfProvider(String prefix) && prefix.equals(provider));
    }
}

/** Tokens of OpenID Connect issuers, by which workloads log in without a stored password. */
@NullMarked
package dev.moorage.identity.oidc;

import org.jspecify.annotations.NullMarked;

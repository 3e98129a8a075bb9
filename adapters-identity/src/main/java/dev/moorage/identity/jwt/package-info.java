/** Signed JSON Web Tokens (RFC 7515, RFC 7519), and the keys that they are verified with. */
@NullMarked
package dev.moorage.identity.jwt;

import org.jspecify.annotations.NullMarked;

/** Passwords and groups of an LDAP directory (RFC 4511). */
@NullMarked
package dev.moorage.identity.ldap;

import org.jspecify.annotations.NullMarked;

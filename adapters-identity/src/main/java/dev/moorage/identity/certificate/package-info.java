/** Users of client certificates (RFC 5280). */
@NullMarked
package dev.moorage.identity.certificate;

import org.jspecify.annotations.NullMarked;

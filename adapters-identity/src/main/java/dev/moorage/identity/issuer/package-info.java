/** The tokens that this registry issues itself. */
@NullMarked
package dev.moorage.identity.issuer;

import org.jspecify.annotations.NullMarked;

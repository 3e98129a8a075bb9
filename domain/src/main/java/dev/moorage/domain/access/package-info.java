/**
 * Access control: the caller of a request, the action that it asks for, and the rules that allow or deny it. Scopes are
 * those of Distribution's token specification.
 */
@NullMarked
package dev.moorage.domain.access;

import org.jspecify.annotations.NullMarked;

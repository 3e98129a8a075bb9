/**
 * The ports through which the registry learns the identity of a caller: passwords and tokens are verified, and tokens are
 * issued, by adapters.
 */
@NullMarked
package dev.moorage.application.port.out.identity;

import org.jspecify.annotations.NullMarked;

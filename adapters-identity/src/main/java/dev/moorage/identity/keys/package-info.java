/** Keys that change while the registry runs: in files that are watched, and at addresses that are fetched. */
@NullMarked
package dev.moorage.identity.keys;

import org.jspecify.annotations.NullMarked;

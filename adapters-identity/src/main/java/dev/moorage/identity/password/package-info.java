/** Hashes of passwords as they stand in password files. */
@NullMarked
package dev.moorage.identity.password;

import org.jspecify.annotations.NullMarked;

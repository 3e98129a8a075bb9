/** What the checks of passwords share, of a file and of a directory: limits of failures, and what is remembered of a login. */
@NullMarked
package dev.moorage.identity.login;

import org.jspecify.annotations.NullMarked;

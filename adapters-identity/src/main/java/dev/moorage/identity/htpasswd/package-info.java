/** Users of an htpasswd file: the file, the check of passwords, and the limits of failed logins. */
@NullMarked
package dev.moorage.identity.htpasswd;

import org.jspecify.annotations.NullMarked;

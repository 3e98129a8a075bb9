/** What is logged of a request: its identifiers, and its line in the access log. */
@NullMarked
package dev.moorage.http.log;

import org.jspecify.annotations.NullMarked;

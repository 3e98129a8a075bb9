/** The page of the registry for browsers, and the API that it reads. */
@NullMarked
package dev.moorage.http.page;

import org.jspecify.annotations.NullMarked;

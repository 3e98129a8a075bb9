/** One HTTP exchange: its request body, its response, its errors and its line in the access log. */
@NullMarked
package dev.moorage.http.exchange;

import org.jspecify.annotations.NullMarked;

/** Limits of connections, requests and transfers, applied before a request has a thread. */
@NullMarked
package dev.moorage.http.jetty.limit;

import org.jspecify.annotations.NullMarked;

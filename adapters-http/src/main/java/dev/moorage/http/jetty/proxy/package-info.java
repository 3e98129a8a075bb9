/** What trusted reverse proxies say about the requests that they forward. */
@NullMarked
package dev.moorage.http.jetty.proxy;

import org.jspecify.annotations.NullMarked;

/** HTTP/2 connections with bounded cost: receive windows, and budgets for small frames. */
@NullMarked
package dev.moorage.http.jetty.http2;

import org.jspecify.annotations.NullMarked;

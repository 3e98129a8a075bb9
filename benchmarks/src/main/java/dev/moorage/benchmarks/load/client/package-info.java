/**
 * An HTTP/1.1 client with little overhead, and the requests of a registry client. It checks every answer, and compares all
 * pulled content.
 */
@NullMarked
package dev.moorage.benchmarks.load.client;

import org.jspecify.annotations.NullMarked;

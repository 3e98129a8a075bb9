/** An HTTP/1.1 client that costs little, and a registry's requests in it: checks every answer, and compares what it pulls. */
@NullMarked
package dev.moorage.benchmarks.load.client;

import org.jspecify.annotations.NullMarked;

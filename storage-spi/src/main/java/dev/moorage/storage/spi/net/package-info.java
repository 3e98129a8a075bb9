/**
 * How drivers reach services over the network: through which proxy, and which authorities they trust in addition to those of
 * Java.
 */
@NullMarked
package dev.moorage.storage.spi.net;

import org.jspecify.annotations.NullMarked;

/** Helpers for testing a driver that reaches its store over the network: a private authority and a proxy. */
@NullMarked
package dev.moorage.storage.tck.network;

import org.jspecify.annotations.NullMarked;

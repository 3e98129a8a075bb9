/** The configuration of the driver, its credentials and its HTTP connections. */
@NullMarked
package dev.moorage.storage.azure.client;

import org.jspecify.annotations.NullMarked;

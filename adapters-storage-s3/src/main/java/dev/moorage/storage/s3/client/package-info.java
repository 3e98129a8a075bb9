/** The configuration of the driver, and the clients and credentials that it makes. */
@NullMarked
package dev.moorage.storage.s3.client;

import org.jspecify.annotations.NullMarked;

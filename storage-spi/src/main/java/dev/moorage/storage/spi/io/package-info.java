/** Memory and threads for bytes in transit between clients and storage. Both are bounded for any number of connections. */
@NullMarked
package dev.moorage.storage.spi.io;

import org.jspecify.annotations.NullMarked;

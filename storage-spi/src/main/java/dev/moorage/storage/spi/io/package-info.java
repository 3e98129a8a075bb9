/** Memory and threads for bytes on their way between clients and storage, bounded for any number of connections. */
@NullMarked
package dev.moorage.storage.spi.io;

import org.jspecify.annotations.NullMarked;

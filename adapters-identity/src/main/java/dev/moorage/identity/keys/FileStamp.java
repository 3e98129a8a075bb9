package dev.moorage.identity.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes with a file: its identity, its size in bytes, and when it was modified. It is looked at in each request, so it is
 * compared without a text of it.
 *
 * @param file the identity of the file, its device and inode on Unix, or null on file systems without identities
 */
public record FileStamp(@Nullable Object file, long size, Instant modified) {}

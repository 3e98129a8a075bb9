/** The storage driver for Azure Blob Storage. */
@NullMarked
package dev.moorage.storage.azure;

import org.jspecify.annotations.NullMarked;

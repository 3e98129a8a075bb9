/** The sections of the configuration: one record for each feature, with its keys, and how it is read. */
@NullMarked
package dev.moorage.bootstrap.section;

import org.jspecify.annotations.NullMarked;

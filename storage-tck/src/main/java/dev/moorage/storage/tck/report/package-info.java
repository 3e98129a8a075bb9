/** What the test kit saw of a driver, told to its author. */
@NullMarked
package dev.moorage.storage.tck.report;

import org.jspecify.annotations.NullMarked;

/** The report of the test kit on a driver, for the driver's author. */
@NullMarked
package dev.moorage.storage.tck.report;

import org.jspecify.annotations.NullMarked;

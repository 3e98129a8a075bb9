/** What services share of the store: removal of the staging prefixes of abandoned uploads. */
@NullMarked
package dev.moorage.application.storage;

import org.jspecify.annotations.NullMarked;

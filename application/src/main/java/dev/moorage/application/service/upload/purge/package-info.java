/** Removal of uploads that no client has continued, and of what they left in the store. */
@NullMarked
package dev.moorage.application.service.upload.purge;

import org.jspecify.annotations.NullMarked;

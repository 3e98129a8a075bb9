/** The session record of an upload: its format, its storage, and the claim by which one writer at a time owns it. */
@NullMarked
package dev.moorage.application.service.upload.session;

import org.jspecify.annotations.NullMarked;

/** The signed state token that travels in the URL of an upload. */
@NullMarked
package dev.moorage.application.service.upload.token;

import org.jspecify.annotations.NullMarked;

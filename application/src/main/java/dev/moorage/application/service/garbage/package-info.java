/** The garbage collector's rounds over what is stored: ADR 40. */
@NullMarked
package dev.moorage.application.service.garbage;

import org.jspecify.annotations.NullMarked;

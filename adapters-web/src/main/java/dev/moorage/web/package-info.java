/** The files of the page, as they were built. */
@NullMarked
package dev.moorage.web;

import org.jspecify.annotations.NullMarked;

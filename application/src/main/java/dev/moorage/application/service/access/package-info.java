/** Access control: passwords and tokens give a caller, and rules decide. */
@NullMarked
package dev.moorage.application.service.access;

import org.jspecify.annotations.NullMarked;

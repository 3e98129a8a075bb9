/** Policies of the operator that limit what every caller may do. */
@NullMarked
package dev.moorage.application.service.policy;

import org.jspecify.annotations.NullMarked;

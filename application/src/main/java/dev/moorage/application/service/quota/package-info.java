/** Quotas of namespaces: ADR 70. */
@NullMarked
package dev.moorage.application.service.quota;

import org.jspecify.annotations.NullMarked;

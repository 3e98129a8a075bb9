/** Quotas of namespaces, and how their usage is counted: ADR 70. */
@NullMarked
package dev.moorage.domain.quota;

import org.jspecify.annotations.NullMarked;

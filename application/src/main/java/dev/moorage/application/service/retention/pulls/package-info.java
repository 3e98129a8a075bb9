/** Records on which days manifests were pulled, and reads these records: ADR 69. */
@NullMarked
package dev.moorage.application.service.retention.pulls;

import org.jspecify.annotations.NullMarked;

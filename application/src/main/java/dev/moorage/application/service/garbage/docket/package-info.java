/** The garbage collector's docket in storage, and the looks of requests that rely on what is there: ADR 40. */
@NullMarked
package dev.moorage.application.service.garbage.docket;

import org.jspecify.annotations.NullMarked;

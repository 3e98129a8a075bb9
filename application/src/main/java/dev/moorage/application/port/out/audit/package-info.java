/** The port through which listeners learn of what callers did: an audit log, metrics, notifications. */
@NullMarked
package dev.moorage.application.port.out.audit;

import org.jspecify.annotations.NullMarked;

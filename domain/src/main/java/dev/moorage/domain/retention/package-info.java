/** Which tags and untagged manifests stay in a repository: policies and their decisions, without I/O. */
@NullMarked
package dev.moorage.domain.retention;

import org.jspecify.annotations.NullMarked;

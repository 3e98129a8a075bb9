/** The garbage collector's protocol as pure functions: the docket, the rounds of a collector, and what a push looks at. */
@NullMarked
package dev.moorage.domain.garbage;

import org.jspecify.annotations.NullMarked;

/** The uploads that are under way now, for operators and for those that push. */
@NullMarked
package dev.moorage.application.port.in.live;

import org.jspecify.annotations.NullMarked;

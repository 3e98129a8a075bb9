/** The uploads that are under way, as events of this process report them. */
@NullMarked
package dev.moorage.application.service.live;

import org.jspecify.annotations.NullMarked;

/** How drivers reach services over the network: through which proxy, and which authorities they trust beside those of Java. */
@NullMarked
package dev.moorage.application.outbound;

import org.jspecify.annotations.NullMarked;

/** Other registries, from which content is fetched. */
@NullMarked
package dev.moorage.application.port.out.upstream;

import org.jspecify.annotations.NullMarked;

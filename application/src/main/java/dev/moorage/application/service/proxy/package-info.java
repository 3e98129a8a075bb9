/** Repositories whose content comes from other registries. */
@NullMarked
package dev.moorage.application.service.proxy;

import org.jspecify.annotations.NullMarked;

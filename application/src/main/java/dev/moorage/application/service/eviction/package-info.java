/** What leaves repositories whose content comes from upstreams, and what stays. */
@NullMarked
package dev.moorage.application.service.eviction;

import org.jspecify.annotations.NullMarked;

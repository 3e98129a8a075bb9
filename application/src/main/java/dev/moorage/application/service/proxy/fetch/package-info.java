/** The fetch of blobs from upstreams: one for all clients of a replica, stored while they read it. */
@NullMarked
package dev.moorage.application.service.proxy.fetch;

import org.jspecify.annotations.NullMarked;

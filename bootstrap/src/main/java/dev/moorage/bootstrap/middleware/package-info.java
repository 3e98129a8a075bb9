/** The storage middleware of CNCF Distribution: decorators that change the URLs to which clients are redirected for blobs. */
@NullMarked
package dev.moorage.bootstrap.middleware;

import org.jspecify.annotations.NullMarked;

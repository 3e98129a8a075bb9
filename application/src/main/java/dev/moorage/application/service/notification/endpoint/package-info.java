/** What is configured and counted for one endpoint of notifications. */
@NullMarked
package dev.moorage.application.service.notification.endpoint;

import org.jspecify.annotations.NullMarked;

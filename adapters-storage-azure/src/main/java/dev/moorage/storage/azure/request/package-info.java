/** Single requests to Azure Blob Storage: how they are sent and repeated. */
@NullMarked
package dev.moorage.storage.azure.request;

import org.jspecify.annotations.NullMarked;

/** The usage of namespaces with quotas, for operators. */
@NullMarked
package dev.moorage.application.port.in.quota;

import org.jspecify.annotations.NullMarked;

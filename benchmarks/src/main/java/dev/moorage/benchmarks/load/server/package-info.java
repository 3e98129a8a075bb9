/** The registries that are compared, each as a process of its own, and the resources that a process has used. */
@NullMarked
package dev.moorage.benchmarks.load.server;

import org.jspecify.annotations.NullMarked;

/**
 * How the costs of operations grow with what the registry holds. It counts calls of the storage port, which do not depend on how
 * busy the machine is, and shows processor time next to them.
 */
@NullMarked
package dev.moorage.benchmarks.scale;

import org.jspecify.annotations.NullMarked;

package dev.moorage.architecture.violations.storage.spi;

/** An exception of the storage port. */
public final class PlantedException extends Exception {
    private static final long serialVersionUID = 1L;
}

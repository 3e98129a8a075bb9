package dev.moorage.architecture.violations.tracing;

/** A class of jars that are not always there, which another class knows. */
public final class PlantedTracing {}

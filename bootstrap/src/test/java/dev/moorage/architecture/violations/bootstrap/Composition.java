package dev.moorage.architecture.violations.bootstrap;

/** What no class outside of bootstrap may know. */
public record Composition() {}

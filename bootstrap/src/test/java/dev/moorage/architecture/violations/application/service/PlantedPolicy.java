package dev.moorage.architecture.violations.application.service;

/** A policy, which only use cases apply. */
public record PlantedPolicy(boolean readOnly) {}

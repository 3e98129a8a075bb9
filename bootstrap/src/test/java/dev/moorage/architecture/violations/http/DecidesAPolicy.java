package dev.moorage.architecture.violations.http;

import dev.moorage.architecture.violations.application.service.PlantedPolicy;
import dev.moorage.architecture.violations.storage.spi.PlantedException;

/** An adapter that decides a policy of the application, and handles an exception of the storage port. */
public record DecidesAPolicy(PlantedPolicy policy, PlantedException failure) {}

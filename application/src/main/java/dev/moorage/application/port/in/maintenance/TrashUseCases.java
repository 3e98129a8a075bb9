package dev.moorage.application.port.in.maintenance;

/** The use cases on the trash. */
public record TrashUseCases(ListTrash list, RestoreTrash restore) {}

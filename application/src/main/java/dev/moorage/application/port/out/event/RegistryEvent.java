package dev.moorage.application.port.out.event;

import dev.moorage.application.port.in.access.Caller;

/** Something that happened in the registry. It holds no password, no token and no query of a request. */
public sealed interface RegistryEvent {
    /** Returns the kind by which listeners choose. */
    EventKind kind();

    /** An event that a request of a client has caused. */
    sealed interface OfRequest extends RegistryEvent permits ChangeEvent, RequestEvent, UploadEvent {
        /** The caller of the request, with the request's origin. */
        Caller caller();
    }

    /** An event that the registry has caused itself. */
    sealed interface OfRegistry extends RegistryEvent permits MaintenanceEvent {}
}

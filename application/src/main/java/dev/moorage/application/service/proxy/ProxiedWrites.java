package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;

/** Refuses pushes to repositories whose content comes from an upstream, before anything is stored. */
final class ProxiedWrites {
    private final ProxiedRepositories repositories;

    ProxiedWrites(ProxiedRepositories repositories) {
        this.repositories = repositories;
    }

    UploadUseCases uploads(UploadUseCases all) {
        return new UploadUseCases(
                (caller, repository, algorithm) -> {
                    require(repository);
                    return all.start().start(caller, repository, algorithm);
                },
                command -> {
                    require(command.repository());
                    return all.push().push(command);
                },
                all.append(),
                all.complete(),
                all.status(),
                all.cancel(),
                all.end(),
                all.owner());
    }

    MountBlob mount(MountBlob mount) {
        return (caller, repository, digest, from) -> {
            require(repository);
            return mount.mount(caller, repository, digest, from);
        };
    }

    PutManifest put(PutManifest put) {
        return command -> {
            require(command.repository());
            return put.put(command);
        };
    }

    private void require(RepositoryName repository) {
        if (repositories.find(repository).isPresent()) {
            throw new RegistryException(RegistryError.of(
                    ErrorCode.UNSUPPORTED, "the content of this repository comes from another registry"));
        }
    }
}

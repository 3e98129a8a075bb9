package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.archive.ArchiveSource;
import dev.moorage.application.port.in.archive.ImportImages;
import dev.moorage.application.port.in.archive.ImportReport;
import dev.moorage.application.port.in.archive.ImportRequest;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.service.manifest.ManifestPolicy;
import java.io.IOException;

/** Stores an archive by the use cases of clients: {@link PushBlob}, {@code MountBlob} and {@code PutManifest}. */
public final class ImportImagesService implements ImportImages {
    private final PushBlob push;
    private final BlobUseCases blobs;
    private final ManifestUseCases manifests;
    private final ManifestPolicy policy;

    public ImportImagesService(PushBlob push, BlobUseCases blobs, ManifestUseCases manifests, ManifestPolicy policy) {
        this.push = push;
        this.blobs = blobs;
        this.manifests = manifests;
        this.policy = policy;
    }

    @Override
    public ImportReport store(ImportRequest request, ArchiveSource archive) throws IOException {
        ArchiveSource source = DockerArchive.asLayout(archive);
        LayoutIndex index = LayoutIndex.read(source);
        ImportedBlobs imported = new ImportedBlobs(source, push, blobs, request.dryRun());
        ImportedTrees trees = new ImportedTrees(source, manifests, imported, policy, request.dryRun());
        ArchiveImport run = new ArchiveImport(request, index, trees);
        run.run();
        return new ImportReport(run.images(), run.problems(), imported.count(), imported.bytes());
    }
}

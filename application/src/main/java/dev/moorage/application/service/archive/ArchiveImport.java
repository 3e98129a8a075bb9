package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ImportReport;
import dev.moorage.application.port.in.archive.ImportRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One import. First the images that have a name are stored, then referrers where their subjects were stored, and last what has neither
 * name nor subject.
 */
final class ArchiveImport {
    /** A tag that lists referrers: OCI Distribution Specification, section "Referrers Tag Schema". */
    private static final Pattern REFERRERS_TAG = Pattern.compile("(.*:)?sha256-[0-9a-f]{64}");

    private final ImportRequest request;
    private final ImportedTrees trees;
    private final List<LayoutIndex.Entry> named = new ArrayList<>();
    /** The manifests without a name, with the text for messages. */
    private final Map<Digest, String> unnamed = new LinkedHashMap<>();

    private final ImageNames names;
    private final Set<RepositoryName> repositories = new LinkedHashSet<>();
    private final List<ImportReport.Stored> images = new ArrayList<>();
    private final List<ImportReport.Problem> problems = new ArrayList<>();

    ArchiveImport(ImportRequest request, LayoutIndex index, ImportedTrees trees) throws IOException {
        this.request = request;
        this.trees = trees;
        List<LayoutIndex.Entry> roots = new ArrayList<>();
        for (LayoutIndex.Entry entry : index.entries()) {
            if (ManifestKind.of(entry.mediaType()) == ManifestKind.OTHER) {
                continue; // The specification allows other content, and says to leave it.
            }
            if (REFERRERS_TAG.matcher(entry.refName()).matches()) {
                trees.children(entry.digest()).forEach(child -> unnamed.putIfAbsent(child, child.toString()));
            } else {
                roots.add(entry);
            }
        }
        List<LayoutIndex.Entry> withoutSubject = new ArrayList<>();
        for (LayoutIndex.Entry entry : roots) {
            if (entry.isNamed()) {
                named.add(entry);
            } else if (request.tag().isPresent()
                    && trees.subject(entry.digest()).isEmpty()) {
                withoutSubject.add(entry);
            } else {
                unnamed.putIfAbsent(entry.digest(), entry.text());
            }
        }
        named.addAll(withoutSubject);
        this.names = new ImageNames(request, named.size() == 1);
    }

    List<ImportReport.Stored> images() {
        return images;
    }

    List<ImportReport.Problem> problems() {
        return problems;
    }

    void run() throws IOException {
        if (request.tag().isPresent() && named.size() != 1) {
            throw new ArchiveException(
                    "the archive has " + named.size() + " images, so the argument of --to cannot have a tag");
        }
        for (LayoutIndex.Entry entry : named) {
            Optional<ImageNames.Name> name = names.of(entry);
            if (name.isPresent()) {
                RepositoryName repository = name.get().repository();
                repositories.add(repository);
                store(entry.text(), repository, Optional.of(name.get().tag()), entry.digest());
            } else {
                problem(entry.text(), "the archive does not name a repository and a tag: give --to");
            }
        }
        while (referrers()) {
            // What was stored may be the subject of more of them.
        }
        rest();
    }

    /** Stores referrers in each repository that has their subject. Returns whether one was stored. */
    private boolean referrers() throws IOException {
        boolean any = false;
        for (Map.Entry<Digest, String> entry : List.copyOf(unnamed.entrySet())) {
            Optional<Digest> subject = subject(entry);
            for (RepositoryName repository :
                    subject.isPresent() ? List.copyOf(repositories) : List.<RepositoryName>of()) {
                if (trees.has(new ImportedTrees.Place(repository, subject.get()))) {
                    unnamed.remove(entry.getKey());
                    store(entry.getValue(), repository, Optional.empty(), entry.getKey());
                    any = true;
                }
            }
        }
        return any;
    }

    private Optional<Digest> subject(Map.Entry<Digest, String> entry) throws IOException {
        try {
            return trees.subject(entry.getKey());
        } catch (ArchiveException e) {
            unnamed.remove(entry.getKey());
            problem(entry.getValue(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Stores what is left where there is only one repository that it can belong to. */
    private void rest() throws IOException {
        Optional<RepositoryName> only = request.to()
                .or(() -> repositories.size() == 1 ? repositories.stream().findFirst() : Optional.empty());
        for (Map.Entry<Digest, String> entry : unnamed.entrySet()) {
            if (only.isEmpty()) {
                problem(entry.getValue(), "it has no name, and no image of the archive is its subject: give --to");
            } else if (!trees.has(new ImportedTrees.Place(only.get(), entry.getKey()))) {
                store(entry.getValue(), only.get(), Optional.empty(), entry.getKey());
            }
        }
    }

    private void store(String text, RepositoryName repository, Optional<Tag> tag, Digest digest) throws IOException {
        try {
            Reference reference =
                    tag.<Reference>map(Reference.ByTag::new).orElseGet(() -> new Reference.ByDigest(digest));
            trees.store(repository, digest, reference);
            images.add(new ImportReport.Stored(repository, tag, digest));
        } catch (ArchiveException | RegistryException | WriteOnceException e) {
            problem(text, String.valueOf(e.getMessage()));
        }
    }

    private void problem(String image, String reason) {
        problems.add(new ImportReport.Problem(image, reason));
    }
}

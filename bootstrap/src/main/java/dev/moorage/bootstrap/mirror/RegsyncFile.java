package dev.moorage.bootstrap.mirror;

import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.application.port.in.mirror.MirrorRequest.Allowance;
import dev.moorage.application.port.in.mirror.TextFilter;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.YamlDocument;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a file of regsync, version 1, as far as this registry has what it asks for. Everything else is an error. */
public final class RegsyncFile {
    /** Keys of regsync that are refused. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "api",
            "apiOpts",
            "backup",
            "blobChunk",
            "blobLimit",
            "blobMax",
            "cacheCount",
            "cacheTime",
            "clientCert",
            "clientKey",
            "credExpire",
            "credHost",
            "fastCheck",
            "forceRecursive",
            "hooks",
            "hostname",
            "includeExternal",
            "mediaTypes",
            "mirrors",
            "parallel",
            "pathPrefix",
            "platform",
            "priority",
            "referrerFilters",
            "referrerSlow",
            "referrerSource",
            "referrerTarget",
            "repoAuth",
            "repos",
            "reqConcurrent",
            "reqPerSec",
            "schedule",
            "scheme",
            "semverRange",
            "skipDockerConfig",
            "tagSets",
            "token",
            "userAgent");

    private static final Reference LATEST = new Reference.ByTag(new Tag("latest"));

    private final YamlDocument document;
    private final Templates templates;
    private final SourceRegistries registries;

    private RegsyncFile(YamlDocument document, Templates templates) {
        this.document = document;
        this.templates = templates;
        this.registries = new SourceRegistries(document, templates);
    }

    /**
     * Reads a file.
     *
     * @param environment the variables that templates of the file can name
     * @throws InvalidConfigurationException with everything that is wrong, each with its line
     */
    public static MirrorPlan read(Path file, Map<String, String> environment) throws InvalidConfigurationException {
        YamlDocument document = YamlDocument.read(file);
        MirrorPlan plan = new RegsyncFile(document, new Templates(environment)).plan();
        document.requireValid(UNSUPPORTED, "is a key of regsync that moorage mirror does not support");
        return plan;
    }

    private MirrorPlan plan() {
        Section root = document.root();
        if (root.number("version", 1, 0) != 1) {
            document.error("version", "is not 1");
        }
        registries.read(root.sections("creds"));
        Defaults defaults = Defaults.of(root.section("defaults"), Defaults.NONE);
        List<MirrorPlan.Entry> entries = new ArrayList<>();
        for (Section section : root.sections("sync")) {
            entry(section, Defaults.of(section, defaults)).ifPresent(entries::add);
        }
        if (root.sections("sync").isEmpty()) {
            document.error("sync", "is missing: it lists what is copied");
        }
        return new MirrorPlan(entries, registries.used());
    }

    /** What an entry has of its own, or of {@code defaults}. */
    private record Defaults(Optional<Duration> interval, Allowance allowance, boolean referrers, boolean digestTags) {
        static final Defaults NONE = new Defaults(Optional.empty(), Allowance.UNLIMITED, false, false);

        static Defaults of(Section section, Defaults otherwise) {
            Duration interval =
                    section.duration("interval", otherwise.interval().orElse(Duration.ZERO));
            Section limit = section.section("ratelimit");
            return new Defaults(
                    Optional.of(interval).filter(Duration::isPositive),
                    new Allowance(
                            limit.number("min", (int) otherwise.allowance().least(), 0),
                            limit.duration("retry", otherwise.allowance().pause())),
                    section.flag("referrers", otherwise.referrers()),
                    section.flag("digestTags", otherwise.digestTags()));
        }
    }

    private Optional<MirrorPlan.Entry> entry(Section section, Defaults own) {
        Optional<ImageName> source = name(section, "source");
        Optional<ImageName> target = name(section, "target");
        String type = section.text("type").orElse("");
        TextFilter tags = filter(section.section("tags"));
        Optional<Set<Platform>> platforms = platforms(section);
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return images(section, type, source.get(), target.get(), tags)
                .map(images -> new MirrorPlan.Entry(
                        section.text("source").orElse(""),
                        section.path("source"),
                        new MirrorRequest(
                                registries.use(source.get().source()),
                                images,
                                platforms,
                                own.referrers(),
                                own.digestTags(),
                                own.allowance()),
                        own.interval()));
    }

    private Optional<ImageName> name(Section section, String key) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            document.error(section.path(key), "is missing");
            return Optional.empty();
        }
        try {
            return Optional.of(ImageName.parse(templates.expand(text.get())));
        } catch (IllegalArgumentException e) {
            document.error(section.path(key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<MirrorRequest.Images> images(
            Section section, String type, ImageName source, ImageName target, TextFilter tags) {
        return switch (type) {
            case "image" -> {
                if (!tags.equals(TextFilter.ALL)) {
                    document.error(section.path("tags"), "is for type: repository");
                }
                yield image(section, source, target);
            }
            case "repository" -> {
                if (source.reference().isPresent() || target.reference().isPresent()) {
                    document.error(section.path("type"), "is repository, but source or target has a tag or a digest");
                }
                yield Optional.of(new MirrorRequest.Repository(source.repositoryOfSource(), target.repository(), tags));
            }
            case "registry" -> {
                document.error(section.path("type"), "registry is not supported: list the repositories");
                yield Optional.empty();
            }
            default -> {
                document.error(section.path("type"), "is neither image nor repository");
                yield Optional.empty();
            }
        };
    }

    private Optional<MirrorRequest.Images> image(Section section, ImageName source, ImageName target) {
        if (target.reference().orElse(LATEST) instanceof Reference.ByTag(Tag tag)) {
            return Optional.of(new MirrorRequest.Image(
                    source.repositoryOfSource(), source.reference().orElse(LATEST), target.repository(), tag));
        }
        document.error(section.path("target"), "has a digest in the place of a tag");
        return Optional.empty();
    }

    private TextFilter filter(Section section) {
        return new TextFilter(patterns(section, "allow"), patterns(section, "deny"));
    }

    private List<Pattern> patterns(Section section, String key) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                patterns.add(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                document.error(section.path(key), "has a pattern that is none: " + e.getDescription());
            }
        }
        return patterns;
    }

    private Optional<Set<Platform>> platforms(Section section) {
        Set<Platform> platforms = new HashSet<>();
        List<String> texts = section.texts("platforms");
        for (String text : texts) {
            String[] parts = text.split("/", -1);
            if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
                platforms.add(new Platform(parts[0], parts[1]));
            } else {
                document.error(
                        section.path("platforms"),
                        "has an element that is not of the form linux/arm64: variants are copied together");
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(platforms);
    }
}

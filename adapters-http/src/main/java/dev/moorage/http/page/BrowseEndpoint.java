package dev.moorage.http.page;

import dev.moorage.application.port.in.browse.BrowseUseCases;
import dev.moorage.application.port.in.browse.FoundRepositories;
import dev.moorage.application.port.in.browse.RemovedContent;
import dev.moorage.application.port.in.browse.StorageState;
import dev.moorage.application.port.in.browse.SurveyQuery;
import dev.moorage.application.port.in.browse.TagQuery;
import dev.moorage.application.port.in.browse.TagSort;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves what the page reads, as JSON. */
public final class BrowseEndpoint {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ENTRIES = 100;
    private static final int MAX_READS = 2000;
    private static final int MAX_PART = 256;

    private final BrowseUseCases browse;
    private final String version;
    private final boolean isReadOnly;

    /**
     * Creates the endpoint.
     *
     * @param version the version of this registry
     * @param isReadOnly whether the registry refuses to change anything
     */
    public BrowseEndpoint(BrowseUseCases browse, String version, boolean isReadOnly) {
        this.browse = browse;
        this.version = version;
        this.isReadOnly = isReadOnly;
    }

    void repositories(Exchange exchange) throws IOException {
        FoundRepositories found = browse.repositories()
                .find(exchange.caller(), part(exchange), exchange.query().last("last"), entries(exchange));
        ObjectNode root = JSON.createObjectNode();
        ArrayNode names = root.putArray("repositories");
        for (RepositoryName name : found.names()) {
            ObjectNode node = names.addObject().put("name", name.value());
            if (found.empty().contains(name)) {
                node.put("empty", true);
            }
        }
        found.next().ifPresent(next -> root.put("next", next));
        root.put("partial", found.partial());
        answer(exchange, root);
    }

    void tags(Exchange exchange, RepositoryName repository) throws IOException {
        TagSort sort = exchange.query()
                .last("sort")
                .map(word -> TagSort.tryParse(word).orElseThrow(() -> invalid("sort is not an order of tags")))
                .orElse(TagSort.VERSION);
        TagQuery query = new TagQuery(
                sort,
                part(exchange),
                exchange.query().last("last"),
                entries(exchange),
                exchange.query().number("reads", MAX_READS, 0, MAX_READS));
        answer(exchange, BrowseJson.tags(browse.tags().list(repository, query)));
    }

    void image(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        answer(exchange, BrowseJson.image(browse.image().describe(repository, reference)));
    }

    void content(Exchange exchange, RepositoryName repository) throws IOException {
        SurveyQuery query = new SurveyQuery(
                exchange.query().last("last"),
                entries(exchange),
                exchange.query().last("of").map(Digest::parse),
                exchange.query().last("fresh").filter("true"::equals).isPresent());
        answer(exchange, ContentJson.survey(browse.survey().survey(repository, query)));
    }

    void trash(Exchange exchange) throws IOException {
        Optional<RepositoryName> repository =
                exchange.query().last("repository").map(RepositoryName::parse);
        RemovedContent removed =
                browse.removed().list(repository, exchange.query().last("last"), entries(exchange));
        answer(exchange, ContentJson.removed(removed));
    }

    void storage(Exchange exchange) throws IOException {
        StorageState state = browse.storage().describe();
        ObjectNode root = JSON.createObjectNode();
        root.put("readOnly", state.isReadOnly()).put("collecting", state.isCollecting());
        state.finished().ifPresent(time -> root.put("finished", time.toString()));
        state.reported().ifPresent(time -> root.put("reported", time.toString()));
        answer(exchange, root);
    }

    void version(Exchange exchange) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", version).put("readOnly", isReadOnly);
        boolean mayAll = exchange.caller().may(AccessQuestion.LIST);
        root.put("operator", mayAll);
        if (exchange.caller().subject() instanceof Subject.User user) {
            root.put("user", user.name());
        } else {
            root.put("login", !mayAll);
        }
        answer(exchange, root);
    }

    /** Answers a caller with a name. A caller without one gets a challenge. */
    void login(Exchange exchange) throws IOException {
        if (exchange.caller().subject() instanceof Subject.Anonymous) {
            throw new RegistryException(ErrorCode.DENIED, "a login is needed");
        }
        version(exchange);
    }

    private static void answer(Exchange exchange, ObjectNode root) throws IOException {
        exchange.json(200, JSON.writeValueAsBytes(root));
    }

    /** Returns the text to look for. Browsers write a blank as a plus, and no name has either. */
    private static String part(Exchange exchange) {
        Optional<String> part = exchange.query().last("q");
        if (part.isPresent() && part.get().length() > MAX_PART) {
            throw invalid("q is too long");
        }
        return part.orElse("");
    }

    private static int entries(Exchange exchange) {
        return exchange.query().number("n", ENTRIES, 1, MAX_READS);
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.PAGINATION_NUMBER_INVALID, message);
    }
}

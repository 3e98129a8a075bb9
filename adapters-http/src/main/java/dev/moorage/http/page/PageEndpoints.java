package dev.moorage.http.page;

import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.route.Route;
import java.io.IOException;

/** The endpoints of the page: its files, and what they read. */
public final class PageEndpoints {
    private final PageFiles files;
    private final BrowseEndpoint browse;

    public PageEndpoints(PageFiles files, BrowseEndpoint browse) {
        this.files = files;
        this.browse = browse;
    }

    /** Serves a file or a view by the rest of its path. */
    public void serve(Exchange exchange, String name) throws IOException {
        files.serve(exchange, name);
    }

    /** Serves what the page reads. */
    public void serve(Exchange exchange, Route.Own route) throws IOException {
        exchange.header("Cache-Control", "no-store");
        switch (route) {
            case Route.OwnRepositories _ -> browse.repositories(exchange);
            case Route.OwnVersion _ -> browse.version(exchange);
            case Route.OwnLogin _ -> browse.login(exchange);
            case Route.OwnStorage _ -> browse.storage(exchange);
            case Route.OwnTrash _ -> browse.trash(exchange);
            case Route.OwnContent(var name) -> browse.content(exchange, name);
            case Route.OwnTags(var name) -> browse.tags(exchange, name);
            case Route.OwnImage(var name, var reference) -> browse.image(exchange, name, reference);
        }
    }
}

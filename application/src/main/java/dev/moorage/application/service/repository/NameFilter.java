package dev.moorage.application.service.repository;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.name.RepositoryName;

/** Which repositories a listing shows. */
interface NameFilter {
    /** Shows all repositories. */
    NameFilter ALL = new NameFilter() {
        @Override
        public boolean includes(RepositoryName name) {
            return true;
        }

        @Override
        public boolean mayIncludeBelow(String folder) {
            return true;
        }
    };

    /** Whether a repository is shown. */
    boolean includes(RepositoryName name);

    /** Whether a repository may be shown whose name is longer than this one and begins with it, as whole components. */
    boolean mayIncludeBelow(String folder);

    /** Returns the filter for a caller: all names if it may list them, or those of the repositories that it may pull. */
    static NameFilter of(Caller caller) {
        if (caller.may(AccessQuestion.LIST)) {
            return ALL;
        }
        return new NameFilter() {
            @Override
            public boolean includes(RepositoryName name) {
                return caller.maySee(name);
            }

            @Override
            public boolean mayIncludeBelow(String folder) {
                return caller.mayPullBelow(folder);
            }
        };
    }
}

package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.List;

/** Rules of a file, with the write-once tags of the configuration. They are joined once for each state of the file. */
final class ExtendedRules implements CurrentRules {
    private final CurrentRules file;
    private final List<WriteOnceRule> more;
    private volatile Joined joined;

    ExtendedRules(CurrentRules file, List<WriteOnceRule> more) {
        this.file = file;
        this.more = List.copyOf(more);
        this.joined = join(file.rules(), this.more);
    }

    private record Joined(AccessRules ofFile, AccessRules all) {}

    private static Joined join(AccessRules ofFile, List<WriteOnceRule> more) {
        return new Joined(ofFile, ofFile.withWriteOnce(more));
    }

    @Override
    public AccessRules rules() {
        AccessRules now = file.rules();
        Joined last = joined;
        if (!isSame(now, last.ofFile())) {
            last = join(now, more);
            joined = last;
        }
        return last.all();
    }

    /** A changed file is another object. To compare thousands of rules would cost more than to join them. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(AccessRules one, AccessRules other) {
        return one == other;
    }
}

package dev.moorage.domain.garbage;

import java.util.Optional;

/** The invariants of a moment. What a step itself breaks is noted in the {@link World}. */
final class Invariants {
    private Invariants() {}

    static Optional<String> broken(World world) {
        if (world.broken != null) {
            return Optional.of(world.broken);
        }
        for (int r = 0; r < 2; r++) {
            if (world.is(Fact.LINK_0.at(r)) && world.is(Fact.LINK_0_PROMISED.at(r)) && !world.is(Fact.BLOB)) {
                return Optional.of("after a blob's 201 its link has the bytes");
            }
            if (world.is(Fact.TRASH_0.at(r)) && world.is(Fact.TRASH_0_PROMISED.at(r)) && !world.is(Fact.BLOB)) {
                return Optional.of("what the trash names can be restored");
            }
        }
        if (world.is(Fact.REVISION) && world.is(Fact.REVISION_PROMISED)) {
            if (!world.is(Fact.LINK_0) || !world.is(Fact.BLOB)) {
                return Optional.of("after a manifest's 201 each blob has its link and its bytes");
            }
        }
        if (world.is(Fact.TAG) && world.is(Fact.TAG_PROMISED) && !world.is(Fact.REVISION)) {
            return Optional.of("after a tag's 201 its manifest is there");
        }
        if (world.is(Fact.INDEX) && world.is(Fact.INDEX_PROMISED) && !world.is(Fact.REVISION)) {
            return Optional.of("after an index's 201 its manifests are there");
        }
        if (world.is(Fact.INDEX) && world.is(Fact.INDEX_PROMISED) && !(world.is(Fact.LINK_0) && world.is(Fact.BLOB))) {
            return Optional.of("after an index's 201 its manifests are whole");
        }
        return Optional.empty();
    }
}

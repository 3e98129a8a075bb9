package dev.moorage.storage.tck.report;

/**
 * How one test of a contract ended.
 *
 * @param reason why the test did not pass, or empty when it did
 */
record Outcome(Kind kind, String reason) {
    static final Outcome PASSED = new Outcome(Kind.PASSED, "");
    static final Outcome NOT_RUN =
            new Outcome(Kind.NOT_RUN, "left out by a tag or a selection, or overridden without @Test");

    /** The columns of the summary. */
    enum Kind {
        PASSED("passed"),
        FAILED("failed"),
        NOT_CLAIMED("not claimed"),
        DISABLED("disabled"),
        NOT_RUN("not run");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}

package dev.moorage.application.port.in.live;

import dev.moorage.application.port.in.access.Caller;
import java.io.IOException;

/** Lists the uploads that are under way now. */
public interface ListLiveUploads {
    /**
     * Returns the uploads that the caller may see: those of repositories that it may push to, and all of them for a caller that may
     * see the names of all repositories.
     *
     * @throws IOException storage failed
     */
    LiveUploads list(Caller caller, LiveFilter filter) throws IOException;
}

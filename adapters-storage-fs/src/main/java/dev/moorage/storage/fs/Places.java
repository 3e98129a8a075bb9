package dev.moorage.storage.fs;

import java.util.ArrayList;
import java.util.List;

/** The folders of Distribution's layout that operators move to other disks, as texts of keys. */
final class Places {
    private static final String LAYOUT = "docker/";
    private static final String BLOBS = "docker/registry/v2/blobs";
    private static final String REPOSITORIES = "docker/registry/v2/repositories";

    private Places() {}

    /**
     * The deepest folder of a key that is looked at: of a blob's the one of its algorithm, of a repository's the first whose
     * name begins with an underscore, of any other key the first.
     */
    static String folder(String key) {
        if (key.startsWith(BLOBS + "/")) {
            return upTo(key, BLOBS.length() + 1);
        }
        if (key.startsWith(REPOSITORIES + "/")) {
            int own = key.indexOf("/_", REPOSITORIES.length());
            return own < 0 ? key : upTo(key, own + 1);
        }
        return key.startsWith(LAYOUT) ? key : upTo(key, 0);
    }

    private static String upTo(String key, int from) {
        int slash = key.indexOf('/', from);
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** A folder and those above it, from the highest. */
    static List<String> downTo(String folder) {
        List<String> folders = new ArrayList<>();
        for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
            folders.add(folder.substring(0, slash));
        }
        folders.add(folder);
        return folders;
    }

    /** Whether a folder is that of all blobs, or one that the name of a repository leads through. */
    static boolean mayBeALink(String folder) {
        return folder.equals(BLOBS) || folder.startsWith(REPOSITORIES + "/") && !folder.contains("/_");
    }

    /** The folder of a repository or of the blobs of an algorithm: a file system that is mounted in a root is mounted there. */
    static String mount(String key) {
        String folder = folder(key);
        int own = folder.indexOf("/_");
        return own < 0 ? folder : folder.substring(0, own);
    }
}

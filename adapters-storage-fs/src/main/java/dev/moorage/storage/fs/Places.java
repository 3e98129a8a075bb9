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
     * The deepest folder of a key that is checked for links. For a blob it is the folder of its algorithm. For a key of a
     * repository it is the first folder whose name begins with an underscore. For any other key it is the first folder.
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

    /** A folder and the folders above it, the topmost first. */
    static List<String> downTo(String folder) {
        List<String> folders = new ArrayList<>();
        for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
            folders.add(folder.substring(0, slash));
        }
        folders.add(folder);
        return folders;
    }

    /** Whether a folder is that of all blobs, or a folder on the path of a repository's name. */
    static boolean mayBeALink(String folder) {
        return folder.equals(BLOBS) || folder.startsWith(REPOSITORIES + "/") && !folder.contains("/_");
    }

    /**
     * The folder of a repository, or of the blobs of an algorithm. When an operator mounts a file system inside the root,
     * its mount point is taken to be this folder.
     */
    static String mount(String key) {
        String folder = folder(key);
        int own = folder.indexOf("/_");
        return own < 0 ? folder : folder.substring(0, own);
    }
}

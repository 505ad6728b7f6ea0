package io.dayreel.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lists the files of a directory tree in the order of their keys, skipping whole folders that the answer cannot hold.
 * Needs memory for the names in one folder per level. What appears or goes meanwhile may or may not be listed.
 */
final class DirectoryListing {
    private final Path root;

    DirectoryListing(Path root) {
        this.root = root;
    }

    List<ObjectSummary> objects(String prefix, String startAfter, int max) throws IOException {
        List<ObjectSummary> found = new ArrayList<>();
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        collect(folder, new Query(prefix, startAfter, max), found);
        return found;
    }

    List<String> prefixes(String prefix, String startAfter, int max) throws IOException {
        List<String> found = new ArrayList<>();
        for (Child child : children(prefix)) {
            if (found.size() == max) {
                break;
            }
            boolean wanted = child.isFolder() && child.key().compareTo(startAfter) > 0;
            if (wanted && !objects(child.key(), "", 1).isEmpty()) {
                found.add(child.key());
            }
        }
        return found;
    }

    private void collect(String folder, Query query, List<ObjectSummary> found) throws IOException {
        for (Child child : children(folder)) {
            if (found.size() == query.max()) {
                return;
            }
            if (child.isFolder() && query.mayHoldMatches(child.key())) {
                collect(child.key(), query, found);
            } else if (!child.isFolder() && query.matches(child.key())) {
                found.add(DirectoryObjectStore.summary(child.key(), child.attributes()));
            }
        }
    }

    private List<Child> children(String folder) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path entry : entries) {
                addChild(folder, entry, children);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        children.sort(Comparator.comparing(Child::key));
        return children;
    }

    private static void addChild(String folder, Path entry, List<Child> children) throws IOException {
        String name = entry.getFileName().toString();
        if (!ObjectKeys.isPart(name)) {
            return; // not ours: the store's own folder, or what somebody else put there
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            children.add(new Child(folder + name + (attributes.isDirectory() ? "/" : ""), attributes));
        } catch (NoSuchFileException e) {
            return; // deleted meanwhile
        }
    }

    /** @param key of an object, or with {@code /} at the end of a folder, which so sorts among its siblings as its objects do */
    private record Child(String key, BasicFileAttributes attributes) {
        boolean isFolder() {
            return attributes.isDirectory();
        }
    }

    private record Query(String prefix, String startAfter, int max) {
        boolean matches(String key) {
            return key.startsWith(prefix) && key.compareTo(startAfter) > 0;
        }

        boolean mayHoldMatches(String folder) {
            boolean underPrefix = folder.startsWith(prefix) || prefix.startsWith(folder);
            return underPrefix && (folder.compareTo(startAfter) > 0 || startAfter.startsWith(folder));
        }
    }
}

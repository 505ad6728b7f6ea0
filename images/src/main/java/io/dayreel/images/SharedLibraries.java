package io.dayreel.images;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The libraries that all services have, which become one layer with the same bytes in all their images: a node keeps it
 * once. Dayreel's own modules are not among them, so that the layer outlives a release.
 */
record SharedLibraries(List<Library> libraries) {
    SharedLibraries {
        libraries = List.copyOf(libraries);
    }

    /** What is the same, at the same place, in all of {@code services}. */
    static SharedLibraries of(List<Program> services) {
        Set<String> everywhere = null;
        for (Program service : services) {
            Set<String> own =
                    service.libraries().stream().map(Library::identity).collect(Collectors.toSet());
            if (everywhere == null) {
                everywhere = new LinkedHashSet<>(own);
            } else {
                everywhere.retainAll(own);
            }
        }
        Set<String> shared = everywhere == null ? Set.of() : everywhere;
        return new SharedLibraries(services.stream()
                .limit(1)
                .flatMap(first -> first.libraries().stream())
                .filter(library -> shared.contains(library.identity()))
                .filter(library -> !library.coordinates().isOwn())
                .sorted(Comparator.comparing(Library::path))
                .toList());
    }

    boolean contains(Library library) {
        return libraries.stream().anyMatch(shared -> shared.identity().equals(library.identity()));
    }
}

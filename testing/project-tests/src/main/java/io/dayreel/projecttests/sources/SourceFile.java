package io.dayreel.projecttests.sources;

/**
 * One text file of the repository.
 *
 * @param path relative to the root, with {@code /} between its parts
 * @param text the whole content
 */
public record SourceFile(String path, String text) {
    /** Whether it is Java or TypeScript that ships, and no test. */
    public boolean isMainCode() {
        return path.contains("src/main/java/") && path.endsWith(".java")
                || path.startsWith("player-web/src/") && path.endsWith(".ts");
    }

    /** Folder of the module that it belongs to; the first folder where the repository's layout has none. */
    public String module() {
        int source = path.indexOf("/src/");
        return source < 0 ? path.substring(0, Math.max(0, path.indexOf('/'))) : path.substring(0, source);
    }
}

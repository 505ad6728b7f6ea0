package io.dayreel.projecttests.sources;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java file as the compiler parses it; what its names mean is not looked up.
 *
 * @param file the text
 * @param tree the parsed text
 * @param trees positions and comments of the tree's nodes
 */
public record JavaSource(SourceFile file, CompilationUnitTree tree, DocTrees trees) {
    /** @throws IllegalArgumentException if a file is no Java */
    public static List<JavaSource> parse(List<SourceFile> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<InMemory> units = files.stream().map(InMemory::new).toList();
        Map<URI, SourceFile> byAddress = new HashMap<>();
        units.forEach(unit -> byAddress.put(unit.toUri(), unit.file));
        JavacTask task = (JavacTask) compiler.getTask(null, null, problems, List.of("-proc:none"), null, units);
        DocTrees trees = DocTrees.instance(task);
        List<JavaSource> parsed = new ArrayList<>();
        try {
            for (CompilationUnitTree tree : task.parse()) {
                parsed.add(new JavaSource(byAddress.get(tree.getSourceFile().toUri()), tree, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!problems.getDiagnostics().isEmpty()) {
            throw new IllegalArgumentException(problems.getDiagnostics().toString());
        }
        return parsed;
    }

    /** Line of a node's first character, from 1; annotations belong to the node, a Javadoc comment does not. */
    public long firstLine(Tree node) {
        return tree.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(tree, node));
    }

    /** Line of a node's last character, from 1. */
    public long lastLine(Tree node) {
        return tree.getLineMap().getLineNumber(trees.getSourcePositions().getEndPosition(tree, node) - 1);
    }

    /** The Javadoc comment in one line, with Markdown's code marks for the tags of code; empty if there is none. */
    public String documentation(TreePath path) {
        String comment = trees.getDocComment(path);
        if (comment == null) {
            return "";
        }
        int tags = comment.indexOf("\n @");
        return (tags < 0 ? comment : comment.substring(0, tags))
                .replaceAll("\\{@(?:code|link|linkplain)\\s+#?([^}]+)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final SourceFile file;

        InMemory(SourceFile file) {
            super(URI.create("memory:///" + file.path()), Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }
}

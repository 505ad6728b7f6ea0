package io.dayreel.projecttests.pages;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import io.dayreel.projecttests.sources.JavaSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the metrics that one class registers, in the forms that {@link MetricsPage} names. */
final class MetricScan extends TreePathScanner<Void, Void> {
    private static final Pattern NAME = Pattern.compile("dayreel(\\.[a-z]+)+");
    private static final Pattern PREFIX = Pattern.compile("dayreel(\\.[a-z]+)+\\.");
    private static final Pattern REGISTERING = Pattern.compile("counter|gauge|timer|summary");

    private final Map<String, List<Metric>> enums;
    private final Map<String, String> prefixes = new HashMap<>();
    private final Map<String, String> kindsOfHelpers = new HashMap<>();
    private final List<Metric> found = new ArrayList<>();

    /** @param enums metrics without prefix and kind, by the enum's name */
    MetricScan(Map<String, List<Metric>> enums) {
        this.enums = enums;
    }

    List<Metric> metrics(JavaSource source) {
        new Declarations().scan(source.tree(), null);
        scan(source.tree(), null);
        return found;
    }

    /** Metrics of the enums in a file whose constants begin with name and description. */
    static Map<String, List<Metric>> enums(JavaSource source) {
        Map<String, List<Metric>> enums = new TreeMap<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getKind() == Tree.Kind.ENUM) {
                    enums.put(type.getSimpleName().toString(), constants(type));
                }
                return super.visitClass(type, nothing);
            }
        }.scan(source.tree(), null);
        return enums;
    }

    private static List<Metric> constants(ClassTree type) {
        List<Metric> constants = new ArrayList<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree constant && constant.getInitializer() instanceof NewClassTree made) {
                List<String> texts = literals(made.getArguments());
                if (texts.size() >= 2) {
                    constants.add(new Metric(texts.get(0), "", new TreeSet<>(), texts.get(1)));
                }
            }
        }
        return constants;
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void nothing) {
        if (literal.getValue() instanceof String text && NAME.matcher(text).matches()) {
            add(text, "");
        }
        return super.visitLiteral(literal, nothing);
    }

    @Override
    public Void visitBinary(BinaryTree sum, Void nothing) {
        String prefix = sum.getLeftOperand() instanceof IdentifierTree constant
                ? prefixes.get(constant.getName().toString())
                : null;
        if (prefix != null && sum.getRightOperand() instanceof LiteralTree name) {
            add(prefix + name.getValue(), "");
        } else if (prefix != null && sum.getRightOperand() instanceof MethodInvocationTree call) {
            addEnum(prefix, call);
        }
        return super.visitBinary(sum, nothing);
    }

    private void addEnum(String prefix, MethodInvocationTree call) {
        TreePath loop = getCurrentPath();
        while (loop != null && loop.getLeaf().getKind() != Tree.Kind.ENHANCED_FOR_LOOP) {
            loop = loop.getParentPath();
        }
        String values = loop == null ? "" : loop.getLeaf().toString();
        List<String> names = enums.keySet().stream()
                .filter(name -> values.contains(name + ".values()"))
                .toList();
        if (names.size() != 1) {
            throw new IllegalStateException(
                    "no enum of metrics for " + call + ": register them in a loop over values()");
        }
        enums.get(names.get(0)).forEach(metric -> add(prefix + metric.name(), metric.description()));
    }

    /** Adds what the calls around the current node say of the metric. */
    private void add(String name, String description) {
        String kind = "";
        TreeSet<String> tags = new TreeSet<>();
        String text = description;
        boolean registering = true;
        for (TreePath at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
            if (!(at.getLeaf() instanceof ExpressionTree)) {
                break;
            }
            if (at.getLeaf() instanceof MethodInvocationTree call) {
                String method = nameOf(call);
                List<String> texts = literals(call.getArguments());
                if (registering) {
                    kind = kindOf(call, method);
                    registering = false;
                    if (kindsOfHelpers.containsKey(method) && texts.size() > 1) {
                        text = texts.get(1);
                    } else if (REGISTERING.matcher(method).matches() && texts.size() > 1) {
                        tags.add(texts.get(1));
                    }
                } else if (method.equals("description") && !texts.isEmpty()) {
                    text = texts.get(0);
                } else if (method.equals("tag") && !texts.isEmpty()) {
                    tags.add(texts.get(0));
                }
            }
        }
        found.add(new Metric(name, kind, tags, text));
    }

    private String kindOf(MethodInvocationTree call, String method) {
        if (method.equals("builder")) {
            return kindOfBuilder(
                    ((MemberSelectTree) call.getMethodSelect()).getExpression().toString());
        }
        return REGISTERING.matcher(method).matches() ? method : kindsOfHelpers.getOrDefault(method, "");
    }

    private static String kindOfBuilder(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        for (String kind : List.of("counter", "gauge", "timer", "summary")) {
            if (lower.endsWith(kind)) {
                return kind;
            }
        }
        return lower;
    }

    private static String nameOf(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : call.getMethodSelect().toString();
    }

    private static List<String> literals(List<? extends ExpressionTree> arguments) {
        return arguments.stream()
                .filter(LiteralTree.class::isInstance)
                .map(argument -> ((LiteralTree) argument).getValue())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** Constants that metrics' names begin with, and methods of the class that build a metric whose name they are given. */
    private final class Declarations extends TreePathScanner<Void, Void> {
        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getInitializer() instanceof LiteralTree literal
                    && literal.getValue() instanceof String text
                    && PREFIX.matcher(text).matches()) {
                prefixes.put(variable.getName().toString(), text);
            }
            return super.visitVariable(variable, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            TreePath method = getCurrentPath();
            while (method != null && !(method.getLeaf() instanceof MethodTree)) {
                method = method.getParentPath();
            }
            if (method != null
                    && nameOf(call).equals("builder")
                    && call.getArguments().get(0) instanceof IdentifierTree) {
                String type = ((MemberSelectTree) call.getMethodSelect())
                        .getExpression()
                        .toString();
                kindsOfHelpers.put(((MethodTree) method.getLeaf()).getName().toString(), kindOfBuilder(type));
            }
            return super.visitMethodInvocation(call, nothing);
        }
    }
}

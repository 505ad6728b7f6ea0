package io.dayreel.projecttests.shape;

import io.dayreel.projecttests.sources.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths and parameters of functions and methods, read from their indentation: prettier, which the build runs, puts
 * the line that closes a function at the column of the line that opened it.
 */
final class TypeScriptShape {
    /** A function, a method or an arrow function that has a name, up to its opening parenthesis. */
    private static final Pattern OPENING = Pattern.compile("^( *)(?:export )?(?:default )?"
            + "(?:(?:public|private|protected|static|override|readonly|async|get|set) )*"
            + "(?:function ?\\*? ?(\\w+)|(?:const|let) (\\w+)[^=]*= (?:async )?|(#?\\w+)(?: = (?:async )?)?)"
            + "(?:<.*>)?\\(.*");

    private static final Pattern KEYWORD = Pattern.compile("if|for|while|switch|catch|return|await|super|new|throw");

    private TypeScriptShape() {}

    static List<Violation> check(SourceFile file) {
        List<String> lines = file.text().lines().toList();
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher opening = OPENING.matcher(lines.get(at));
            if (!opening.matches()) {
                continue;
            }
            String name = firstGroup(opening);
            int body = bodyLine(lines, at, opening.group(1));
            if (body < 0 || KEYWORD.matcher(name).matches()) {
                continue;
            }
            int end = closingLine(lines, body, opening.group(1));
            String place = file.path() + "#" + name;
            if (end - at + 1 > ShapeRules.MAX_METHOD_LINES) {
                violations.add(new Violation(place, at + 1L, end - at + 1 + " lines in a method"));
            }
            int parameters = parameters(String.join(" ", lines.subList(at, body + 1)));
            if (parameters > ShapeRules.MAX_PARAMETERS) {
                violations.add(new Violation(place, at + 1L, parameters + " parameters"));
            }
        }
        return violations;
    }

    private static String firstGroup(Matcher opening) {
        for (int group = 2; group <= opening.groupCount(); group++) {
            if (opening.group(group) != null) {
                return opening.group(group);
            }
        }
        return "";
    }

    /** The line that ends in the body's brace: this one, or the one that closes parameters broken over lines; else -1. */
    private static int bodyLine(List<String> lines, int at, String indent) {
        if (lines.get(at).endsWith("{") && lines.get(at).contains(")")) {
            return at;
        }
        for (int next = at + 1; lines.get(at).endsWith("(") && next < lines.size(); next++) {
            String line = lines.get(next);
            if (line.startsWith(indent + ")")) {
                return line.endsWith("{") ? next : -1;
            }
        }
        return -1;
    }

    private static int closingLine(List<String> lines, int body, String indent) {
        for (int next = body + 1; next < lines.size(); next++) {
            if (lines.get(next).startsWith(indent + "}")) {
                return next;
            }
        }
        return lines.size() - 1;
    }

    private static int parameters(String opening) {
        int depth = 0;
        int commas = 0;
        boolean some = false;
        for (int at = opening.indexOf('('); at < opening.length(); at++) {
            char c = opening.charAt(at);
            if (c == '(' || c == '{' || c == '[' || c == '<') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']' || c == '>' && opening.charAt(at - 1) != '=') {
                depth--;
                if (depth == 0) {
                    break;
                }
            } else if (c == ',' && depth == 1) {
                commas++;
                some = false;
                continue;
            }
            some |= depth >= 1 && !Character.isWhitespace(c) && c != '(';
        }
        return commas + (some ? 1 : 0);
    }
}

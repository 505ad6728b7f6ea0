package io.dayreel.runtime.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Problem details (RFC 9457) that a caller is shown.
 *
 * @param type a stable word behind {@code urn:dayreel:problem:}
 * @param title the same for all problems of the type
 * @param detail what is wrong this time and what to do
 * @param parameter the request's parameter at fault
 * @param extensions further members
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> instance,
        Optional<String> parameter,
        @JsonAnyGetter Map<String, Object> extensions) {
    /** Media type of the answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:dayreel:problem:";

    public Problem {
        extensions = Map.copyOf(extensions);
    }

    /** @param code the type's stable word, in kebab-case */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(TYPE_PREFIX + code, title, status, detail, Optional.empty(), Optional.empty(), Map.of());
    }

    public static Problem notFound(String detail) {
        return of(404, "not-found", "Not found", detail);
    }

    public static Problem unauthorised(String detail) {
        return of(401, "unauthorised", "Not authorised", detail);
    }

    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    public static Problem badRequest(String detail) {
        return of(400, "bad-request", "Bad request", detail);
    }

    public static Problem badParameter(String parameter, String detail) {
        return of(400, "bad-parameter", "Bad parameter", detail).naming(parameter);
    }

    public Problem naming(String newParameter) {
        return new Problem(type, title, status, detail, instance, Optional.of(newParameter), extensions);
    }

    /** The request's path, or a reference to find the failure in the logs. */
    public Problem at(String newInstance) {
        return new Problem(type, title, status, detail, Optional.of(newInstance), parameter, extensions);
    }

    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, title, status, detail, instance, parameter, more);
    }
}

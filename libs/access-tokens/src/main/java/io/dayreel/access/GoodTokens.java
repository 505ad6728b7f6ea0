package io.dayreel.access;

import io.dayreel.protocol.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that were found good lately, since checking a signature costs more than most questions that come with it.
 * Kept by the SHA-256 of their text, so that how long a comparison takes tells nothing; beyond {@link #MAX} the one that
 * was not used for longest is forgotten. Thread-safe.
 */
final class GoodTokens {
    static final int MAX = 4096;

    private final Map<ByteBuffer, Caller> callers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Caller> eldest) {
            return size() > MAX;
        }
    };

    Optional<Caller> find(String token) {
        ByteBuffer name = name(token);
        synchronized (callers) {
            return Optional.ofNullable(callers.get(name));
        }
    }

    void add(String token, Caller caller) {
        ByteBuffer name = name(token);
        synchronized (callers) {
            callers.put(name, caller);
        }
    }

    int size() {
        synchronized (callers) {
            return callers.size();
        }
    }

    private static ByteBuffer name(String token) {
        return ByteBuffer.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}

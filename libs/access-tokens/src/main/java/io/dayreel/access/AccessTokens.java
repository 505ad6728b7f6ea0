package io.dayreel.access;

import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Checks tokens: signature, issuer, expiry, claims, and that each kind of token was signed by the key that may. Thread-safe. */
public final class AccessTokens {
    /** Longer texts are refused unread. */
    public static final int MAX_LENGTH = 8192;

    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA, AlgorithmIdentifiers.HMAC_SHA256);

    private final PublicKey publicKey;
    private final HmacKey secret;
    private final InstantSource clock;
    private final GoodTokens good = new GoodTokens();

    /**
     * @param publicKey the installation's Ed25519 public key
     * @param secret the installation's shared secret, at least 32 bytes
     */
    public AccessTokens(PublicKey publicKey, byte[] secret, InstantSource clock) {
        this.publicKey = publicKey;
        this.secret = InstallationKeys.hmacKey(secret);
        this.clock = clock;
    }

    /** @throws AccessRefused with a reason that is safe to show; whatever the text is, nothing else is thrown */
    public Caller verify(String token) {
        if (token == null || token.isEmpty()) {
            throw new AccessRefused("a token is needed");
        }
        if (token.length() > MAX_LENGTH) {
            throw new AccessRefused("the token is longer than " + MAX_LENGTH + " characters");
        }
        try {
            Optional<Caller> known = good.find(token);
            Caller caller = known.isPresent() ? known.get() : verifySigned(token);
            if (!caller.expires().isAfter(clock.instant())) {
                throw new AccessRefused("the token expired at " + caller.expires());
            }
            if (known.isEmpty() && !needsSecret(caller)) {
                good.add(token, caller);
            }
            return caller;
        } catch (JoseException | InvalidJwtException | RuntimeException e) {
            throw e instanceof AccessRefused refused ? refused : new AccessRefused("the token is not a valid JWT");
        }
    }

    /** Service tokens and signed addresses are signed with the shared secret: checked quickly, and often used once. */
    private static boolean needsSecret(Caller caller) {
        return caller.role() == Role.SERVICE || caller.pathPrefix().isPresent();
    }

    private Caller verifySigned(String token) throws JoseException, InvalidJwtException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(ALGORITHMS);
        signature.setCompactSerialization(token);
        boolean shared = AlgorithmIdentifiers.HMAC_SHA256.equals(signature.getAlgorithmHeaderValue());
        signature.setKey(shared ? secret : publicKey);
        if (!signature.verifySignature()) {
            throw new AccessRefused("the token's signature does not fit this installation's key");
        }
        Caller caller = Claims.caller(JwtClaims.parse(signature.getPayload()));
        if (shared != needsSecret(caller)) {
            throw new AccessRefused("the token was signed with a key that is not for its role");
        }
        return caller;
    }
}

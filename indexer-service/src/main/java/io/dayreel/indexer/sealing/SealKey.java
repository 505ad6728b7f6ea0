package io.dayreel.indexer.sealing;

import io.dayreel.access.InstallationKeys;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.SealKeyId;
import io.dayreel.protocol.manifest.SignedManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** The key pair that manifests are signed with. Thread-safe. */
public final class SealKey {
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String pem;

    private SealKey(PrivateKey privateKey, PublicKey publicKey, String pem) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.pem = pem;
    }

    /** @throws IOException if a file cannot be read or the two do not belong together */
    public static SealKey read(Path privateFile, Path publicFile) throws IOException {
        SealKey key = new SealKey(
                InstallationKeys.readPrivateKey(privateFile),
                InstallationKeys.readPublicKey(publicFile),
                Files.readString(publicFile, StandardCharsets.US_ASCII));
        if (!key.isPair()) {
            throw new IOException(publicFile + " is not the public half of " + privateFile
                    + ": put both files of one pair there, or leave dayreel.indexer.seal-key out");
        }
        return key;
    }

    private boolean isPair() {
        try {
            byte[] probe = id().getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** How manifests name it. */
    String id() {
        return SealKeyId.of(publicKey);
    }

    SignedManifest sign(DayManifest manifest) {
        return SignedManifest.sign(manifest, privateKey);
    }

    boolean signed(SignedManifest manifest) {
        return manifest.isSignedBy(publicKey);
    }

    /** The public half, for whoever verifies. */
    public String publicPem() {
        return pem;
    }
}

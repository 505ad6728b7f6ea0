package io.dayreel.datagrams.keys;

import io.dayreel.datagrams.packet.BigEndian;
import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.packet.DropReason;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Opens and seals packets of any number of sessions with one cipher object per suite, so that a session costs its keys
 * only. Not thread-safe: one per thread.
 */
public final class PacketCiphers {
    private static final int NONCE_LENGTH = 12;
    private static final int NUMBER_IN_NONCE_AT = 4;
    private static final DatagramException FORGED =
            new DatagramException(DropReason.FORGED, "the packet's tag does not fit");

    private final Map<CipherSuite, Cipher> ciphers = new EnumMap<>(CipherSuite.class);
    private final byte[] nonce = new byte[NONCE_LENGTH];
    private Optional<PacketKey> lastOpenedWith = Optional.empty();
    private long lastOpened;

    public PacketCiphers() {
        for (CipherSuite suite : CipherSuite.values()) {
            ciphers.put(suite, fresh(suite));
        }
    }

    private static Cipher fresh(CipherSuite suite) {
        try {
            return Cipher.getInstance(suite.transformation());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + suite.transformation(), e);
        }
    }

    /**
     * Opens a packet: one authentication, whether it succeeds or not.
     *
     * @param payload receives the opened bytes; at least as long as the packet
     * @return length of the payload
     * @throws DatagramException with {@link DropReason#FORGED} if the tag does not fit
     */
    public int open(PacketKey key, DatagramHeader header, byte[] payload) {
        int headerLength = header.headerLength();
        try {
            Cipher cipher = opening(key, header.packet());
            cipher.updateAAD(header.bytes(), 0, headerLength);
            return cipher.doFinal(header.bytes(), headerLength, header.length() - headerLength, payload, 0);
        } catch (GeneralSecurityException e) {
            throw FORGED;
        }
    }

    /**
     * The JDK refuses to open with the key and nonce of the call before, as if it were to seal. A genuine packet may
     * well follow a forged one of its number, and forged ones of one number may come in a flood: the cipher is first set
     * to another number, which costs little. Where that is not enough, a cipher object that knows nothing of the past
     * takes over.
     */
    private Cipher opening(PacketKey key, long number) throws GeneralSecurityException {
        Cipher cipher = ciphers.get(key.suite());
        try {
            if (lastOpenedWith.filter(last -> last == key).isPresent() && lastOpened == number) {
                cipher.init(Cipher.DECRYPT_MODE, key.key(), parameters(key.suite(), ~number));
            }
            lastOpenedWith = Optional.of(key);
            lastOpened = number;
            cipher.init(Cipher.DECRYPT_MODE, key.key(), parameters(key.suite(), number));
            return cipher;
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            Cipher fresh = fresh(key.suite());
            fresh.init(Cipher.DECRYPT_MODE, key.key(), parameters(key.suite(), number));
            ciphers.put(key.suite(), fresh);
            return fresh;
        }
    }

    /** Seals a payload into a packet whose header is written. Called by {@link PacketSealer} alone. */
    int seal(PacketKey key, byte[] datagram, int headerLength, byte[] payload, int payloadLength) {
        Cipher cipher = ciphers.get(key.suite());
        long number = BigEndian.i64(datagram, DatagramLayout.PACKET_AT);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key.key(), parameters(key.suite(), number));
            cipher.updateAAD(datagram, 0, headerLength);
            return headerLength + cipher.doFinal(payload, 0, payloadLength, datagram, headerLength);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a packet of " + payloadLength + " bytes was not sealed", e);
        }
    }

    private AlgorithmParameterSpec parameters(CipherSuite suite, long number) {
        BigEndian.putI64(nonce, NUMBER_IN_NONCE_AT, number);
        return suite == CipherSuite.AES_128_GCM
                ? new GCMParameterSpec(DatagramLayout.TAG_LENGTH * Byte.SIZE, nonce)
                : new IvParameterSpec(nonce);
    }
}

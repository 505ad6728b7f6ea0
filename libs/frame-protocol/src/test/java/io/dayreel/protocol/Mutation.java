package io.dayreel.protocol;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes the way that finds faults: flipped bits, extreme values, cuts, repeats, swaps. */
final class Mutation {
    private static final int[] EXTREMES = {0, 1, 0x7F, 0x80, 0xFF};

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    /** A copy with one to four faults. */
    byte[] of(byte[] valid) {
        byte[] result = valid.clone();
        for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
            result = once(result);
        }
        return result;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) EXTREMES[random.nextInt(EXTREMES.length)];
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(9)), (byte) 0xFF);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> {
                return repeated(bytes, at, random.nextInt(Math.min(64, bytes.length - at) + 1));
            }
            default -> copyWithin(bytes, at);
        }
        return bytes;
    }

    private static byte[] repeated(byte[] bytes, int at, int length) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, result, at + length, bytes.length - at);
        return result;
    }

    private void copyWithin(byte[] bytes, int at) {
        int from = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(16), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, length);
    }
}

package io.dayreel.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dayreel.protocol.frame.FrameException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million mutated inputs. Each run takes another seed and prints it; {@code -Ddayreel.fuzz.seed=…} repeats a run,
 * {@code -Ddayreel.fuzz.inputs=…} makes it longer.
 */
class FuzzIT {
    private static final int INPUTS = Integer.getInteger("dayreel.fuzz.inputs", 1_000_000);

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void noMutatedInputDoesAnythingButBeReadOrRefused() throws Exception {
        long seed = Long.getLong("dayreel.fuzz.seed", System.nanoTime());
        System.out.println("fuzz seed " + seed + ", " + INPUTS + " inputs");
        List<FuzzTarget> targets = FuzzTarget.all(directory);
        Random random = new Random(seed);
        Mutation mutation = new Mutation(random);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            FuzzTarget target = pick(targets, random);
            byte[] input = mutation.of(target.sample());
            try {
                target.read(input);
            } catch (FrameException e) {
                refused++;
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                fail("input %d of seed %d to %s: %s", i, seed, target.name(), e);
            }
        }
        assertThat(refused).isBetween(INPUTS / 10, INPUTS);
    }

    private static FuzzTarget pick(List<FuzzTarget> targets, Random random) {
        int weight =
                random.nextInt(targets.stream().mapToInt(FuzzTarget::weight).sum());
        for (FuzzTarget target : targets) {
            weight -= target.weight();
            if (weight < 0) {
                return target;
            }
        }
        throw new IllegalStateException("weights");
    }
}

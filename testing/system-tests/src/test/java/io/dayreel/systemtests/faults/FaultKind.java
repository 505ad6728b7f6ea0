package io.dayreel.systemtests.faults;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** What can go wrong, with how often it is drawn. */
public enum FaultKind {
    KILL(6),
    FREEZE(3),
    ZOMBIE(2),
    LEAVE(2),
    NETWORK(5),
    STORE(4),
    DISK(1),
    CLOCK(1),
    ROLLING(1);

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    static FaultKind draw(Random random, Set<FaultKind> from) {
        int ticket = random.nextInt(from.stream().mapToInt(kind -> kind.weight).sum());
        for (FaultKind kind : EnumSet.copyOf(from)) {
            ticket -= kind.weight;
            if (ticket < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights do not add up");
    }

    /** From a comma list such as {@code kill,freeze}. */
    static Set<FaultKind> parse(String list) {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        Arrays.stream(list.split(",", -1))
                .map(each -> valueOf(each.toUpperCase(Locale.ROOT)))
                .forEach(kinds::add);
        return kinds;
    }
}

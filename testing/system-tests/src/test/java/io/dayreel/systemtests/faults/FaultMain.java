package io.dayreel.systemtests.faults;

import io.dayreel.systemtests.checker.Verdict;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The long fault suite, as {@code testing/system-tests/faults} runs it. Exit status 1 if anything was wrong. */
public final class FaultMain {
    private static final String USAGE = "usage: faults [--seed N] [--rounds N] [--minutes N] [--faults KIND,KIND]"
            + " [--copies N] [--longest SECONDS] [--directory DIR]";

    private long seed = 1;
    private long rounds = 20;
    private long minutes = 24 * 60;
    private int copies = 2;
    private Duration longest = Duration.ofSeconds(30);
    private String faults = "";
    private Path directory = Path.of("target", "faults");

    private FaultMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        FaultMain main = new FaultMain();
        try {
            main.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        }
        System.exit(main.run() ? 0 : 1);
    }

    private void parse(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " lacks its value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--rounds" -> rounds = Long.parseLong(value);
                case "--minutes" -> minutes = Long.parseLong(value);
                case "--copies" -> copies = Integer.parseInt(value);
                case "--longest" -> longest = Duration.ofSeconds(Long.parseLong(value));
                case "--faults" -> faults = value;
                case "--directory" -> directory = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
    }

    private boolean run() throws InterruptedException {
        Set<FaultKind> kinds = faults.isEmpty() ? EnumSet.allOf(FaultKind.class) : FaultKind.parse(faults);
        Map<Service, Integer> sizes = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            sizes.put(service, service == Service.SYNC ? 1 : copies);
        }
        Path own = directory.resolve(seed + "-" + System.currentTimeMillis()).toAbsolutePath();
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        List<RoundResult> results = new ArrayList<>();
        System.out.println("starting; ledgers and objects are in " + own + ", output of processes in target/processes");
        try (FaultRun run = FaultRun.start(own, sizes, longest)) {
            for (long i = 0; i < rounds && System.nanoTime() < end; i++) {
                RoundResult result = run.round(seed + i, kinds);
                results.add(result);
                System.out.println((i + 1) + ". " + result.line());
                result.problems().forEach(problem -> System.out.println("   " + problem));
                if (!result.problems().isEmpty()) {
                    System.out.println("   the fault again: " + replay(result.seed()));
                }
            }
            Verdict all = run.finish();
            all.problems().forEach(problem -> System.out.println("at the end: " + problem));
            System.out.println(new FaultReport(results, all, run.stored()).text());
            return all.clean()
                    && results.stream().allMatch(result -> result.problems().isEmpty());
        }
    }

    private String replay(long failed) {
        return "testing/system-tests/faults --seed " + failed + " --rounds 1 --copies " + copies + " --longest "
                + longest.toSeconds() + (faults.isEmpty() ? "" : " --faults " + faults);
    }
}

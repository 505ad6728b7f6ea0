package io.dayreel.sync.completing;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.received.RunReceipts;
import io.dayreel.sync.repair.Ask;
import io.dayreel.sync.repair.AskBudget;
import io.dayreel.sync.repair.RepairRules;
import io.dayreel.sync.repair.Wish;
import java.util.Optional;

/**
 * Asks connected devices for what is missing, one request at a time each, and follows what comes of it. Not thread-safe,
 * but for the budget, which all partitions share.
 */
final class ResendRequests {
    static final String NOT_HELD = "not-held";
    static final String WANTED = "wanted";

    /** Ranges of one request: about 10 kB of JSON. */
    private static final int MAX_RANGES = 500;

    private final RepairRules rules;
    private final Ledger ledger;
    private final AskBudget budget;
    private final Outlet outlet;
    private final NextPiece nextPiece;
    private long requests;

    ResendRequests(RepairRules rules, Ledger ledger, AskBudget budget, Outlet outlet) {
        this.rules = rules;
        this.ledger = ledger;
        this.budget = budget;
        this.outlet = outlet;
        this.nextPiece = new NextPiece(rules, ledger);
    }

    /** Takes answers and looks after what was asked. */
    void follow(TrackedDevice device, long nowMillis, long watermarkMillis) {
        Optional<DeviceReport.Have> answer = device.takeAnswer(watermarkMillis);
        while (answer.isPresent()) {
            take(device, answer.get(), nowMillis);
            answer = device.takeAnswer(watermarkMillis);
        }
        device.ask().ifPresent(ask -> follow(device, ask, nowMillis, watermarkMillis));
    }

    private void take(TrackedDevice device, DeviceReport.Have have, long nowMillis) {
        StreamId stream = have.device().on(have.day());
        if (device.day(have.day()).isEmpty()) {
            return; // of a day that nobody asks for any more
        }
        CounterRanges held = have.asked().intersection(have.ranges());
        ledger.note(stream, RepairEvent.of(nowMillis, Kind.ANSWERED, have.run(), held, have.request(), ""));
        CounterRanges missing = ledger.receipts(stream).run(have.run()).missing();
        CounterRanges unheld = have.asked().minus(have.ranges()).intersection(missing);
        if (!unheld.isEmpty()) {
            ledger.lose(stream, have.run(), unheld, NOT_HELD, nowMillis);
        }
    }

    private void follow(TrackedDevice device, Ask ask, long nowMillis, long watermarkMillis) {
        StreamId stream = device.id().on(ask.day());
        RunReceipts run = ledger.receipts(stream).run(ask.run());
        CounterRanges open = ask.ranges().intersection(run.missing());
        CounterRanges healed = ask.ranges().intersection(run.received());
        if (open.isEmpty()) {
            noteHealed(stream, ask, healed, nowMillis);
            device.askBrought(nowMillis);
        } else if (!device.link().isUp(nowMillis) || !device.link().session().equals(ask.session())) {
            noteHealed(stream, ask, healed, nowMillis);
            device.askIsVoid();
        } else if (watermarkMillis >= ask.untilMillis()) {
            noteHealed(stream, ask, healed, nowMillis);
            ledger.note(stream, RepairEvent.of(nowMillis, Kind.UNANSWERED, ask.run(), open, ask.request(), "timeout"));
            if (healed.isEmpty()) {
                device.nextAskAt(nowMillis + rules.pauses().millis(device.askWasFruitless()));
            } else {
                device.askBrought(nowMillis);
            }
        }
    }

    private void noteHealed(StreamId stream, Ask ask, CounterRanges healed, long nowMillis) {
        if (!healed.isEmpty()) {
            ledger.note(stream, RepairEvent.of(nowMillis, Kind.HEALED, ask.run(), healed, ask.request(), ""));
        }
    }

    /**
     * Asks a device for what operators want or what is missing, unless it was asked already or has to be left alone.
     *
     * @return false if the budget had nothing left
     */
    boolean ask(TrackedDevice device, long nowMillis, long watermarkMillis) {
        if (!device.mayBeAsked(nowMillis)) {
            return true;
        }
        Optional<NextPiece.Piece> next = nextPiece.of(device, nowMillis, watermarkMillis);
        return next.isEmpty() || ask(device, next.get(), nowMillis);
    }

    private boolean ask(TrackedDevice device, NextPiece.Piece piece, long nowMillis) {
        CounterRanges missing = piece.missing();
        long granted = budget.take(Math.min(missing.size(), rules.rates().framesPerRequest()), nowMillis);
        if (granted == 0) {
            return false;
        }
        CounterRanges chosen = piece.order().first(missing, granted, MAX_RANGES);
        budget.giveBack(granted - chosen.size());
        String request =
                piece.wish().map(Wish::request).orElseGet(() -> Long.toString(nowMillis, 36)) + "-" + requests++;
        StreamId stream = piece.day().stream();
        device.asked(new Ask(
                request,
                stream.day(),
                piece.run(),
                chosen,
                device.link().session(),
                nowMillis,
                nowMillis + rules.patienceMillis(chosen.size())));
        piece.wish().ifPresent(wish -> device.wishLeaves(wish, wish.after(chosen.last())));
        String reason = piece.wish().isPresent() ? WANTED : "";
        ledger.note(stream, RepairEvent.of(nowMillis, Kind.ASKED, piece.run(), chosen, request, reason));
        outlet.command(new DeviceCommand.Resend(
                device.id(), stream.day(), piece.run(), chosen, rules.rates().device(), request));
        return true;
    }
}

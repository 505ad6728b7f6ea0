package io.dayreel.ingest.check;

import java.util.Optional;

/**
 * @param good absent if not even the first frame is good
 * @param refusal absent if the whole message is good
 */
public record CheckResult(Optional<CheckedMessage> good, Optional<Refusal> refusal) {}

package io.dayreel.systemtests.faults;

import io.dayreel.testkit.s3.S3Fault;
import io.dayreel.testkit.s3.S3Server;

/** An object store that answers 503, slowly, or cuts connections in mid-PUT. */
record FailingStore(S3Server store, S3Fault fault) implements Fault {
    @Override
    public String name() {
        return "store " + fault;
    }

    @Override
    public void inject() {
        store.fault(fault);
    }

    @Override
    public void heal() {
        store.heal();
    }
}

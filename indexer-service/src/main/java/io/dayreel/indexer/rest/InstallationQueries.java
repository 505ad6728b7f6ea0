package io.dayreel.indexer.rest;

import io.dayreel.access.Caller;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.reindex.ReindexJobs;
import io.dayreel.indexer.reindex.ReindexProgress;
import io.dayreel.indexer.retention.RetentionShare;
import io.dayreel.indexer.topology.CatalogueTopology;
import io.dayreel.queries.OwnedQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions to every instance: what each knows for retention, and which reindex jobs run where. Every method throws
 * {@link io.dayreel.contracts.http.TryAgainException} unless all answer. Thread-safe.
 */
public final class InstallationQueries {
    private final CatalogueStores owned;
    private final ReindexJobs jobs;
    private final OwnedQueries queries;

    public InstallationQueries(CatalogueStores owned, ReindexJobs jobs, OwnedQueries queries) {
        this.owned = owned;
        this.jobs = jobs;
        this.queries = queries;
    }

    /** What this instance owns. */
    RetentionShare retentionShare() {
        return RetentionShare.of(owned);
    }

    /** Of all instances, over all tenants. */
    public List<RetentionShare> retentionShares() {
        return queries.askAll(
                CatalogueTopology.DAYS,
                Caller.ANY_TENANT,
                RetentionResource.PATH,
                RetentionShare.class,
                this::retentionShare);
    }

    /** A tenant's reindex jobs, of all instances or only of this one if a peer asked. */
    List<ReindexProgress> reindexJobs(String tenant, boolean forwarded) {
        Map<String, ReindexProgress> all = new LinkedHashMap<>();
        jobs.of(tenant).forEach(job -> all.put(job.id(), job));
        if (!forwarded) {
            queries.askAll(
                            CatalogueTopology.DAYS,
                            tenant,
                            "/v1/reindex",
                            ReindexResource.Jobs.class,
                            () -> new ReindexResource.Jobs(List.of()))
                    .forEach(part -> part.jobs().forEach(job -> all.putIfAbsent(job.id(), job)));
        }
        return List.copyOf(all.values());
    }
}

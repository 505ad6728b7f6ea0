/** What the indexer answers. */
package io.dayreel.contracts.catalogue;

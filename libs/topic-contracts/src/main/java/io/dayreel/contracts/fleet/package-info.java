/** Which instances of ingest there are, how loaded they are, and which of them are to be emptied. */
package io.dayreel.contracts.fleet;

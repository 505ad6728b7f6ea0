/** Names, partitioning and required settings of the topics. */
package io.dayreel.contracts.topics;

/** How values of the topics and control messages are written as JSON. */
package io.dayreel.contracts.json;

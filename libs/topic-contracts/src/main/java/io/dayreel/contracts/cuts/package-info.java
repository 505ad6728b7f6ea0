/** Where live HLS streams were cut into segments and parts. */
package io.dayreel.contracts.cuts;

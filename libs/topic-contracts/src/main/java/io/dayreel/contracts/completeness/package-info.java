/** How complete a device's days are, and what was done about it. */
package io.dayreel.contracts.completeness;

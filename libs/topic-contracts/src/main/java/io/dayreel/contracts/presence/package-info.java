/** Which device is connected where. */
package io.dayreel.contracts.presence;

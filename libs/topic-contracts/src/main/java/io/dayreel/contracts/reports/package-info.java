/** What devices answer, as it goes between services. */
package io.dayreel.contracts.reports;

/** Words that services and their HTTP edges share. */
package io.dayreel.contracts.http;

/** What others wish sync to repair first. */
package io.dayreel.contracts.wishes;

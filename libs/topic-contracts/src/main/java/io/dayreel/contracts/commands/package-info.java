/** What devices are asked to do. */
package io.dayreel.contracts.commands;

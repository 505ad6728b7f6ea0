package io.dayreel.streamer.rendition;

/**
 * A codec configuration and the first counter of a run that may need it.
 *
 * @param json as the device sent it
 * @param codecRecord as in the protocol; shared, not to be changed
 * @param tag of its content
 */
public record ConfigurationStart(long first, int number, String json, byte[] codecRecord, String tag) {

    public ConfigurationStart(long first, int number, String json, byte[] codecRecord) {
        this(first, number, json, codecRecord, CounterTag.ofConfiguration(json, codecRecord));
    }
}

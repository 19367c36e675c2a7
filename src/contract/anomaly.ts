/**
 * How a line of the log begins that tells of something out of the ordinary about an order: an event that does not fit its
 * state, a late fill, a bust, a resurrection. Shown as an alert.
 */
export const ANOMALY_LINE = 'Out of the ordinary';

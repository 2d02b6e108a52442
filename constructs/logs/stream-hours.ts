/** How long the stream of logs keeps events for a subscriber that is behind. The shortest there is. */
export const STREAM_HOURS = 24;

/** In-process signal that the log has grown. Losing one is harmless: the relay looks by itself as well. */
export class EntriesRecorded {}

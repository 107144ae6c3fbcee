/** A bounded store of answers that are all of one version of the data: with another version, all of them are forgotten. */
export interface AnswerCache<Answer> {
  /** Undefined where there is none that is still good. */
  find(key: string, version: string, nowMs: number): Answer | undefined;
  keep(key: string, version: string, entry: { answer: Answer; bytes: number; untilMs: number }): void;
}

/** Holds at most so many bytes; what has not been asked for longest goes first. */
export function createAnswerCache<Answer>(mostBytes: number): AnswerCache<Answer> {
  const entries = new Map<string, { answer: Answer; bytes: number; untilMs: number }>();
  let held = 0;
  let ofVersion = '';

  function drop(key: string): void {
    held -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    find(key, version, nowMs) {
      const entry = entries.get(key);
      if (entry === undefined || version !== ofVersion) return undefined;
      drop(key);
      if (nowMs >= entry.untilMs) return undefined;
      // A Map is in the order of insertion: what is asked for goes to the end of the queue.
      entries.set(key, entry);
      held += entry.bytes;
      return entry.answer;
    },
    keep(key, version, entry) {
      if (version !== ofVersion) {
        entries.clear();
        held = 0;
        ofVersion = version;
      }
      drop(key);
      if (entry.bytes > mostBytes / 8) return;
      entries.set(key, entry);
      held += entry.bytes;
      for (const oldest of entries.keys()) {
        if (held <= mostBytes) break;
        drop(oldest);
      }
    },
  };
}

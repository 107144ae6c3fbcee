import { open, stat } from 'node:fs/promises';

export interface MessageReader {
  /** How many different messages have been logged since it was opened: a process that repeats itself gets nowhere. */
  count(): Promise<number>;
}

/** Reads what is logged from now on, one JSON object a line. */
export async function readMessages(logFile: string): Promise<MessageReader> {
  const messages = new Set<string>();
  let from = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  return {
    async count() {
      const bytes = await readFrom(logFile, from);
      const whole = bytes.lastIndexOf('\n') + 1;
      from += whole;
      for (const line of bytes.toString('utf8', 0, whole).split('\n')) messages.add(messageOf(line));
      return messages.size;
    },
  };
}

function messageOf(line: string): string {
  return /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;
}

/** What a file holds from a place on; nothing where there is no such file. */
export async function readFrom(path: string, from: number): Promise<Buffer> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - from)), 0, undefined, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export interface PartStatus {
  readonly ready: boolean;
  readonly why?: string;
}

export interface HealthStatus {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartStatus>>;
}

/** Whether a service can work: not before a part has proven it, and only while all parts can. */
export interface ServiceHealth {
  proven(part: string): void;
  waiting(part: string, why: string): void;
  /** From now on not ready, whatever the parts say. */
  draining(): void;
  status(): HealthStatus;
}

/** `changed` hears of each change of readiness. */
export function createHealth(changed: (status: HealthStatus) => void = () => {}): ServiceHealth {
  const parts = new Map<string, PartStatus>();
  let wasReady = false;
  let isDraining = false;

  function status(): HealthStatus {
    const all = [...parts.values()];
    const ready = !isDraining && all.length > 0 && all.every((part) => part.ready);
    const shown = Object.fromEntries(parts);
    return { ready, parts: isDraining ? { ...shown, process: { ready: false, why: 'draining' } } : shown };
  }

  function set(part: string, now: PartStatus): void {
    parts.set(part, now);
    notice();
  }

  function notice(): void {
    const now = status();
    if (now.ready !== wasReady) changed(now);
    wasReady = now.ready;
  }

  return {
    proven: (part) => set(part, { ready: true }),
    waiting: (part, why) => set(part, { ready: false, why }),
    draining() {
      isDraining = true;
      notice();
    },
    status,
  };
}

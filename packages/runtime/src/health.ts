interface PartStatus {
  readonly ready: boolean;
  readonly why?: string;
}

export interface HealthStatus {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, PartStatus>>;
  /** What somebody should see to although the service works, by what it is about; left out where there is nothing. */
  readonly warnings?: Readonly<Record<string, string>>;
}

/** Whether a service can work: not before a part has proven it, and only while all parts can. */
export interface ServiceHealth {
  proven(part: string): void;
  waiting(part: string, why: string): void;
  /** Somebody should look at `about`. The service stays as ready as it is: taking it away would mend nothing. */
  warn(about: string, why: string): void;
  /** There is nothing to see about it any more. */
  unwarn(about: string): void;
  /** From now on not ready, whatever the parts say. */
  draining(): void;
  status(): HealthStatus;
}

/** `changed` hears of each change of readiness. */
export function createHealth(changed: (status: HealthStatus) => void = () => {}): ServiceHealth {
  const parts = new Map<string, PartStatus>();
  const warnings = new Map<string, string>();
  let wasReady = false;
  let isDraining = false;

  function status(): HealthStatus {
    const all = [...parts.values()];
    const ready = !isDraining && all.length > 0 && all.every((part) => part.ready);
    const shown = Object.fromEntries(parts);
    return {
      ready,
      parts: isDraining ? { ...shown, process: { ready: false, why: 'draining' } } : shown,
      ...(warnings.size > 0 ? { warnings: Object.fromEntries(warnings) } : {}),
    };
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
    warn: (about, why) => void warnings.set(about, why),
    unwarn: (about) => void warnings.delete(about),
    draining() {
      isDraining = true;
      notice();
    },
    status,
  };
}

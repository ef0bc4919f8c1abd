/** What this process costs its host. */
export type ProcessFigures = {
  /** Resident memory. */
  readonly memoryBytes: number;
  /** User and system, since the start. */
  readonly processorSeconds: number;
  /** How late the event loop came to its timers since the last `forget`: half of the times, 99 of 100, the worst. */
  readonly delaySeconds: { readonly '0.5': number; readonly '0.99': number; readonly '1': number };
};

export type ProcessMeter = {
  now(): ProcessFigures;
  /** Delays are counted anew. */
  forget(): void;
  stop(): void;
};

import type { Actor, EventType } from '../model.ts';

/** What somebody did in the cloud, for the event history of an account. Never holds a secret. */
export type AuditEvent = {
  readonly accountId: string;
  readonly gatewayId?: string;
  readonly actor: Actor;
  /** `Account created`, `Command issued` … */
  readonly action: string;
  readonly eventType: EventType;
  /** Whom or what it concerns, in words. */
  readonly asset: string;
  readonly propertiesChanged?: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Writes one row of the event history. */
export type Audit = (event: AuditEvent) => Promise<void>;

/** The cloud itself, where no person acts. */
export const CLOUD_ACTOR: Actor = { id: 'cloud', name: 'CloudLink' };

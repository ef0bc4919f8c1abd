/** The gateway's own list of what may be reached through it. The cloud can neither add nor change a row. */
import type { TargetInput } from '../../../contract/local-api.ts';
import { PORTAL_TARGET } from '../../../contract/tunnel.ts';
import type { InterfaceProposal } from '../../core/ports/connector.ts';
import type { StoredTarget } from '../../core/ports/targets.ts';

const fresh = { confirmed: true, builtIn: false, proposed: false, state: 'stopped' } as const;

/** The gateway's own pages; always in the list. */
export function portalTarget(now: number): StoredTarget {
  return {
    ...fresh,
    id: PORTAL_TARGET,
    component: 'CloudLink Gateway',
    tunnel: 'Gateway portal',
    description: 'The pages of this gateway, with a reduced role.',
    use: 'browser',
    application: 'cloudlink-gateway',
    protocol: 'internal',
    host: 'localhost',
    port: 0,
    builtIn: true,
    since: now,
  };
}

/** `MiVoice Business`, `REST interface` → `mivoice-business-rest-interface`, and `-2` when that is taken. */
export function newId(words: readonly string[], taken: (id: string) => boolean): string {
  const slug = words
    .join('-')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 56);
  const base = slug === '' ? 'target' : slug;
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken(id)) return id;
  }
}

/** A target that an administrator typed in: that is its confirmation (a certificate still needs its own). */
export function typedTarget(input: TargetInput, id: string, now: number): StoredTarget {
  return {
    ...fresh,
    id,
    component: input.component,
    tunnel: input.tunnel,
    description: input.description ?? '',
    use: input.use ?? 'browser',
    application: input.application ?? 'other',
    protocol: input.protocol,
    host: input.host,
    port: input.port,
    since: now,
  };
}

const sameAddress = (a: StoredTarget, b: InterfaceProposal) =>
  a.protocol === b.protocol && a.host === b.host && a.port === b.port;

/**
 * A connector's proposal: never confirmed by itself. One whose address changed is a new proposal.
 * @returns undefined when the stored row stays as it is
 */
export function proposedTarget(
  proposal: InterfaceProposal,
  stored: StoredTarget | undefined,
  now: number,
): StoredTarget | undefined {
  if (stored && sameAddress(stored, proposal)) return undefined;
  return { ...fresh, ...proposal, confirmed: false, proposed: true, since: now };
}

/** A host name or address that can be dialled; no user, path or port in it. */
export function isHost(text: string): boolean {
  return (
    /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text) || /^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$/.test(text)
  );
}

/** `ab:cd…`, `AB CD…` or `abcd…` → `AB:CD:…`; undefined when it is no SHA-256. */
export function normalFingerprint(text: string): string | undefined {
  const hex = text.replace(/[\s:]/g, '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(hex) ? (hex.match(/../g) ?? []).join(':') : undefined;
}

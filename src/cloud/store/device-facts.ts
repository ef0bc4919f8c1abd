import type { P256PublicJwk, PlatformKind } from '../../contract/common.ts';
import type { DeviceFacts } from '../core/model.ts';
import { optional } from './scope.ts';

/** Columns that a claim and the gateway made of it share. */
export type DeviceColumns = {
  readonly jkt: string;
  readonly public_jwk: string;
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly lan_address: string | null;
  readonly public_address: string;
};

export function deviceFacts(row: DeviceColumns): DeviceFacts {
  return {
    jkt: row.jkt,
    publicJwk: JSON.parse(row.public_jwk) as P256PublicJwk,
    name: row.name,
    kind: row.kind as PlatformKind,
    version: row.version,
    ...optional('lanAddress', row.lan_address),
    publicAddress: row.public_address,
  };
}

export function deviceColumns(facts: DeviceFacts): DeviceColumns {
  return {
    jkt: facts.jkt,
    public_jwk: JSON.stringify(facts.publicJwk),
    name: facts.name,
    kind: facts.kind,
    version: facts.version,
    lan_address: facts.lanAddress ?? null,
    public_address: facts.publicAddress,
  };
}

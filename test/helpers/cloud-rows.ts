/** A customer and its gateway as rows of the cloud's store, for tests that want no claim. */
import type { Account, Gateway } from '../../src/cloud/core/model.ts';

export const ACCOUNT = {
  id: 'a1',
  number: '100000001',
  kind: 'customer',
  name: 'Ballad',
  state: 'active',
  region: 'Canada',
  supportContacts: [],
  createdAt: 1,
} as const satisfies Account;

export const gatewayRow = (id: string, more: Partial<Gateway> = {}): Gateway => ({
  id,
  accountId: ACCOUNT.id,
  jkt: 'j',
  publicJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  name: 'gw',
  kind: 'virtual',
  version: '0',
  publicAddress: '',
  linkedAt: 1,
  linkedBy: 'Ada',
  selfVersion: 1,
  online: false,
  since: 1,
  ...more,
});

import { test } from 'tap';
import type { Claim, Gateway } from '../../../src/cloud/core/model.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import { testKey } from '../../helpers/dpop-client.ts';

const facts = () => {
  const { jkt, jwk: publicJwk } = testKey();
  return {
    jkt,
    publicJwk,
    name: 'cloudlink.local',
    kind: 'virtual',
    version: '1',
    publicAddress: '::1',
  } as const;
};
const gatewayOf = (id: string): Gateway => ({
  ...facts(),
  id,
  accountId: 'a',
  linkedAt: 1,
  linkedBy: 'Bob',
  selfVersion: 1,
  online: false,
  since: 1,
});
const claimOf = (id: string, gateway: Gateway): Claim => ({
  ...facts(),
  jkt: gateway.jkt,
  id,
  deviceCodeHash: id,
  userCode: id,
  askedAt: 1,
  expiresAt: 2,
  state: 'approved',
  change: 2,
  toldChange: 1,
  polledAt: 0,
  wrongCodes: 0,
  accountId: 'a',
  gatewayId: gateway.id,
});

test('a claim token is spent once, whoever comes at the same time; who comes second leaves nothing behind', async (t) => {
  const { db, close } = openCloudDatabase(':memory:', () => 1);
  t.teardown(close);
  const stores = createStores(db);
  await stores.accounts.insert({
    id: 'a',
    number: '123456789',
    kind: 'customer',
    name: 'A',
    state: 'active',
    region: 'Local',
    supportContacts: [],
    createdAt: 1,
  });
  const createdBy = { id: 'b', name: 'Bob' };
  await stores.claimTokens.insert({
    id: 't',
    tokenHash: 'h',
    accountId: 'a',
    createdBy,
    createdAt: 1,
    expiresAt: 9,
  });
  const [first, second] = [gatewayOf('g1'), gatewayOf('g2')];
  t.equal(await stores.claims.approveByToken(claimOf('c1', first), first, 't'), 'approved');
  t.equal(await stores.claims.approveByToken(claimOf('c2', second), second, 't'), 'spent');
  t.equal(await stores.gateways.byId('g2'), undefined);
  t.equal(await stores.claims.byId('c2'), undefined);
  t.match(await stores.claimTokens.byHash('h'), { claimId: 'c1' });
});

/** A data folder of a gateway that is linked to whatever answers at an address, made without a daemon. */
import { join } from 'node:path';
import { openStateDatabase } from '../../src/gateway/store/database.ts';
import { createMachineStore } from '../../src/gateway/store/machine-state.ts';
import { createSettings } from '../../src/gateway/store/settings.ts';
import { GATEWAY, makeData, SELF } from '../gateway/backup/folder.ts';

/** @param mark as in {@link makeData} */
export async function linkedFolder(
  dataDir: string,
  baseUrl: string,
  mark: string,
  gatewayId = GATEWAY,
): Promise<void> {
  await makeData(dataDir, mark, gatewayId);
  const { db } = openStateDatabase(join(dataDir, 'state.db'), () => 0);
  createSettings(db, () => undefined).set('identity.self', { ...SELF(gatewayId), baseUrl });
  const store = createMachineStore({
    db,
    machine: 'identity',
    known: ['linked'],
    onUnknown: () => undefined,
    now: () => 0,
  });
  await store.save('linked');
  db.close();
}

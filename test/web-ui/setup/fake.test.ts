/** The fake keeps to the contract: what the pages are shown is what the gateway may say. */
import { test } from 'tap';
import { Value } from 'typebox/value';
import * as contract from '../../../src/contract/local-api.ts';
import { NetworkView } from '../../../src/contract/network-api.ts';
import * as contractOfSync from '../../../src/contract/sync-api.ts';
import { SCENES } from '../../fakes/setup-api.ts';
import * as data from '../../fakes/setup-data.ts';
import * as sync from '../../fakes/sync-data.ts';

const NOW = 1_795_000_000_000;

test('every scene is made of contract shapes', async (t) => {
  for (const [name, make] of Object.entries(SCENES)) {
    const scene = make(NOW);
    t.same([...Value.Errors(contract.Me, scene.me)], [], `${name}: me`);
    t.same([...Value.Errors(contract.Signpost, scene.signpost)], [], `${name}: signpost`);
    t.same([...Value.Errors(contract.Overview, scene.overview)], [], `${name}: overview`);
    t.same([...Value.Errors(contract.PbxTestResult, scene.test)], [], `${name}: test`);
    t.same([...Value.Errors(NetworkView, scene.network)], [], `${name}: network`);
  }
});

test('so are the lists and the rest', async (t) => {
  const sync = data.syncHeld(NOW);
  for (const change of data.planChanges(sync)) t.ok(Value.Check(contract.PlanChange, change), change.id);
  for (const user of [...data.WITHOUT_EMAIL, ...data.SHARED_EMAIL])
    t.ok(Value.Check(contract.IrregularUser, user), user.name);
  for (const line of data.accessLines(NOW, 5)) t.ok(Value.Check(contract.AccessLine, line), String(line.n));
  for (const check of data.pbxChecks(NOW)) t.ok(Value.Check(contract.CheckView, check), check.code);
  t.same([...Value.Errors(contract.Site, data.SITE)], []);
  t.same([...Value.Errors(contract.PbxTypes, data.PBX_TYPES)], []);
  t.same([...Value.Errors(contract.PbxLink, data.pbxLink(NOW))], []);
  t.same([...Value.Errors(contract.InventoryView, data.inventory(NOW, data.ENTERED))], []);
});

test('so is user synchronisation, in each size', async (t) => {
  for (const size of ['none', 'some'] as const) {
    const shapes = [
      [contractOfSync.Synchronisers, [sync.synchronisers(NOW, size)]],
      [contractOfSync.Detained, sync.detained(NOW, size)],
      [contractOfSync.DetainedDetail, sync.detained(NOW, size).map(sync.detainedDetail)],
      [contractOfSync.Decision, sync.decisions(NOW, size)],
      [contractOfSync.SyncRun, sync.runs(NOW, size)],
      [contractOfSync.RunChange, sync.runs(NOW, size).flatMap((run) => sync.runChanges(NOW, run))],
      [contractOfSync.UndoView, sync.runs(NOW, size).map((run) => sync.undo(run, true))],
      [contractOfSync.SyncPerson, sync.people(NOW, size)],
      [contractOfSync.Explanation, sync.people(NOW, size).map((one) => sync.explanation(NOW, one))],
      [contractOfSync.FindingRow, sync.findings(size)],
      [contractOfSync.ImportView, sync.imports(NOW, size)],
      [contractOfSync.ImportRow, sync.imports(NOW, size).flatMap(sync.importRows)],
      [contractOfSync.Mapping, [sync.MAPPING]],
      [contractOfSync.MappingTrial, [sync.TRIAL]],
    ] as const;
    for (const [i, [schema, rows]] of shapes.entries())
      for (const row of rows) t.same([...Value.Errors(schema, row)], [], `${size}, shape ${i}`);
  }
});
